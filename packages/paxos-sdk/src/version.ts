// The package'0.0.0'0.0.0';
