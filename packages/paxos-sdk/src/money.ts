// Waiting for transfers, orchestrations and quote executions: `@org/paxos-sdk/money`.
export { orchestrationWaitState, waitForOrchestration } from './money/orchestration.ts';
export { waitForQuoteExecution } from './money/quote-execution.ts';
export { transferWaitState, waitForTransfer } from './money/transfer.ts';
