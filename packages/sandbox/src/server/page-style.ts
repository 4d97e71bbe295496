export const style = `
:root { color-scheme: light dark; font: 14px/1.4 system-ui, sans-serif; }
body { margin: 0 auto; max-width: 1200px; padding: 0 16px 32px; }
header { display: flex; flex-wrap: wrap; gap: 8px 24px; align-items: center; }
h1 { font-size: 20px; } h2 { font-size: 16px; margin: 24px 0 8px; }
form { display: flex; flex-wrap: wrap; gap: 4px; }
table { border-collapse: collapse; width: 100%; margin-top: 8px; }
th, td { text-align: left; vertical-align: top; padding: 2px 8px 2px 0; border-bottom: 1px solid #8884; overflow-wrap: anywhere; }
td button { margin: 0 4px 2px 0; }
.bad { color: #c22; } .unused { color: #b60; }
#message { min-height: 1.4em; }
`;
