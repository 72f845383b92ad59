/** The library: everything a command does is one of these functions, with the same names. */
export { HostError, type HostErrorCode, InputError, type InputErrorCode } from './base/errors.js';
export type { JsonObject, JsonValue } from './base/json.js';
export type { Place } from './base/place.js';
export { type Random, randomFromSeed } from './base/random.js';
export type { Broker, BrokerGuarantees, BrokerKind, BrokerMessage, Delivery, Subscribed, Subscription } from './broker/broker.js';
export { createInProcessBroker, type InProcessExtras, type InProcessOptions } from './broker/in-process-broker.js';
export { type BrokerParts, openBroker } from './broker/open-broker.js';
export type { WebhookPort, WebhookRequest } from './broker/webhook-broker.js';
export { recordedBroker } from './broker/recorded-broker.js';
export type { RecordedBrokerParts } from './broker/recorded/desk.js';
export type { CallContext, HookContext, Hooks } from './check/hooks/hooks.js';
export { openPairTesting, type PairResult, type PairTesting } from './check/pair-testing.js';
export { type Lane, planLanes } from './check/plan-lanes.js';
export { runPair } from './check/run-pair.js';
export type { CaseCredentials, Intent, Phase, TestCase } from './check/test-case.js';
export { comparePactToContract } from './compat/pact/compare-pact-to-contract.js';
export { environmentsSchema } from './compat/pact/environments.js';
export { jsonFromPact, textFromPact } from './compat/pact/json-from-pact.js';
export type { Pact, PactInteraction } from './compat/pact/pact.js';
export { pactFromJournal, type PactWriting } from './compat/pact/pact-from-journal.js';
export { pactFromJson } from './compat/pact/pact-from-json.js';
export { usageFromPact } from './compat/pact/usage-from-pact.js';
export { jsonFromUsage } from './compat/usage/json-from-usage.js';
export { mergeUsage } from './compat/usage/merge-usage.js';
export { readerSchema } from './compat/usage/reader-schema.js';
export {
  createReadTracker,
  type ReadTracker,
  type ReadTrackerOptions,
  type TrackedCall,
} from './compat/usage/track/create-read-tracker.js';
export type { Usage } from './compat/usage/usage.js';
export { type SeenTraffic, usageFromJournal } from './compat/usage/usage-from-journal.js';
export { usageFromJson } from './compat/usage/usage-from-json.js';
export type { UsageOptions } from './compat/usage/usage-options.js';
export { compareContracts } from './compat/compare-contracts.js';
export type {
  ConsumerVerdict,
  ContractComparison,
  ContractComparisonOptions,
  DeploymentAdvice,
  EventMode,
} from './compat/contract-comparison.js';
export { derivationOf, severityOf } from './compat/severity.js';
export {
  type AcceptanceContext,
  type Acceptance,
  type AcceptedComparison,
  applyAcceptances,
  type JudgedComparison,
} from './compat/acceptance.js';
export { acceptancesFromJson } from './compat/acceptances-from-json.js';
export type { Channel, EventOperation, Message } from './contract/channel.js';
export type { Contract, MediaType, Operation, OperationEntry, Parameter, Response as ContractResponse } from './contract/contract.js';
export type { DocumentPort } from './contract/document-port.js';
export { lintContract } from './contract/lint-contract.js';
export { locateFindings } from './contract/locate.js';
export { readContract } from './contract/read-contract.js';
export { createEffectTracker, type EffectTracker } from './fault/effect-tracker.js';
export { createInjector, type InjectorOptions } from './fault/create-injector.js';
export type {
  FaultedMessage,
  FaultedRequest,
  FaultGroup,
  FaultKind,
  FaultScope,
  MessageContent,
  MessageEffect,
  Passage,
} from './fault/fault.js';
export { FAULT_KINDS } from './fault/fault-kinds.js';
export type { FaultMatch, FaultRule, FaultWindow } from './fault/fault-rule.js';
export { faultRuleFromText } from './fault/fault-rule-from-text.js';
export { type FaultSource, faultRulesFromJson } from './fault/fault-rules-from-json.js';
export type { FaultInjector, InForce, MessageDecision, RequestDecision, SettleDecision } from './fault/injector.js';
export { type Reply, type ReplyStep, wholeReply } from './fault/reply.js';
export type { Finding, Witness } from './finding/finding.js';
export type { FindingCode } from './finding/finding-code.js';
export type { Severity, Verdict } from './finding/severity.js';
export { createDocumentPort, type DocumentPortOptions } from './host/document-port.js';
export { type Door, type MqttDoorOptions, startMqttDoor } from './host/events/mqtt-door.js';
export { startWebhookDoor, type WebhookDoorOptions } from './host/events/webhook-door.js';
export { webhookPort } from './host/events/webhook-port.js';
export { startWebSocketDoor, type WebSocketDoorOptions } from './host/events/websocket-door.js';
export { type JournalFile, openJournalFile } from './host/journal-file.js';
export { type FaultProxy, type FaultProxyOptions, startFaultProxy } from './host/fault-proxy.js';
export { loadHooks } from './host/load-hooks.js';
export { saveUsage } from './host/record/save-usage.js';
export { ControlCallError, VerificationError } from './host/client/client-errors.js';
export type {
  CallCount,
  CallQuery,
  CallWishes,
  JournalQuestion,
  MockClient,
  OrderedOverride,
  SentWebhook,
  StateSnapshot,
  WebhookOrder,
} from './host/client/mock-handle.js';
export { connectMock, type StartedMock, type StartMockOptions, startMock } from './host/client/start-mock.js';
export { machineClock } from './host/machine-clock.js';
export { type MockServer, type MockServerOptions, startMockServer } from './host/mock-server.js';
export { loadSimulation, type SimulatedRun, type Simulation, type SimulationOptions, type SystemOverride } from './host/simulated-world.js';
export type { MutantOutcome } from './host/run-mutants.js';
export { runScenarios, type RunScenariosOptions, type ScenarioOutcome } from './host/run-scenarios.js';
export type { RealWorldOptions } from './host/real-world-options.js';
export { type RealWorld, openRealWorld } from './host/scenario-world.js';
export { type ProbeOptions, type ProbeReport, probeCommand } from './host/probe-command.js';
export { testWorkspace } from './host/test-workspace.js';
export type { TestWorkspaceOptions, WorkspaceTestResult } from './host/workspace-test.js';
export type { Exchange, ExchangeProblem } from './journal/exchange.js';
export type { MessageOutcome, MessageRecord } from './journal/message-record.js';
export { exchangeFromLine, lineFromExchange } from './journal/journal-line.js';
export { createMemoryJournal, type Journal, type JournalQuery, type MemoryJournal } from './journal/memory-journal.js';
export { createRunRecorder } from './journal/create-run-recorder.js';
export type { Ask, CanaryTick, Connection, FaultSpan, RunJournal } from './journal/run-journal.js';
export { linesFromRunJournal, runJournalFromLines } from './journal/run-journal-lines.js';
export type { RunRecorder } from './journal/run-recorder.js';
export type { Answer, AnswerContext } from './mock/answer.js';
export type { FetchFaults } from './mock/faulted-fetch.js';
export { createFetchHandler } from './mock/fetch-handler.js';
export { createMock, type Mock } from './mock/mock.js';
export type { MockOptions } from './mock/mock-options.js';
export { parseRules, type Rules } from './mock/rules.js';
export type { Expectations, Threshold } from './policy/expectations.js';
export { expectationsFromJson } from './policy/expectations-from-json.js';
export { expectationsSchema } from './policy/expectations-schema.js';
export { findingFromJudgement } from './recovery/finding-from-judgement.js';
export { judgeRun, type RunClaims } from './recovery/judge-run.js';
export { type GroupingHints, logicalCalls } from './recovery/logical-calls.js';
export type { Claim, Judgement, LogicalCall, Oracle, OracleInput } from './recovery/oracle.js';
export { ORACLES } from './recovery/oracles.js';
export { judgementLines } from './report/judgement-text.js';
export { htmlFromReport } from './report/html/html-from-report.js';
export type { ScenarioTimeline } from './report/timeline/scenario-timeline.js';
export { timelineFromJournal } from './report/timeline/timeline-from-journal.js';
export type { RecoveryPolicy } from './policy/policy.js';
export { jsonFromPolicy } from './policy/json-from-policy.js';
export { policyFromJson } from './policy/policy-from-json.js';
export { waitBounds } from './policy/wait-bounds.js';
export type { ObservedPolicy } from './recovery/probe/observed-policy.js';
export type { ReportCompat, ReportCompatContract } from './report/run/report-compat.js';
export type { ReportFinding, ReportPartName } from './report/run/report-finding.js';
export type { ReportClaim, ReportLink, ReportScenario } from './report/run/report-scenario.js';
export type { ReportTest } from './report/run/report-test.js';
export type { ReportOperation, ReportPair, ReportSystem, ReportWorkspace } from './report/run/report-workspace.js';
export type { ReportRun, RunReport } from './report/run/run-report.js';
export { textFromError } from './report/wording/error-wording.js';
export { messageOfFinding } from './report/wording/finding-wording.js';
export type { CreateSimulatedProgram, SimulatedClock, SimulatedParts, SimulatedProgram } from './scenario/consumer-adapter.js';
export { csvFromPlot, plotData, type PlotPoint } from './scenario/fleet/plot-data.js';
export { judgeScenario } from './scenario/judge-scenario.js';
export { readScenario } from './scenario/read-scenario.js';
export { runScenario } from './scenario/run-scenario.js';
export type { Scenario } from './scenario/scenario.js';
export type { ScenarioRun, StepRun, WorkflowRun } from './scenario/scenario-run.js';
export type { ScenarioWorld } from './scenario/scenario-world.js';
export type { DrawnFault, DrawnWindow, FaultSchedule } from './scenario/search/fault-schedule.js';
export { type ScheduleSearch, type SearchResult, searchSchedules } from './scenario/search/search-schedules.js';
export { type FoundScenario, scenarioTextFromSchedule } from './scenario/search/scenario-text-from-schedule.js';
export { type ArbitraryOptions, arbitraryFromSchema } from './schema/arbitrary/arbitrary-from-schema.js';
export type { Dialect } from './schema/dialect.js';
export { type BoundaryValue, boundaryValues } from './schema/boundary/boundary-values.js';
export type { SchemaClause } from './schema/boundary/schema-clauses.js';
export { invalidArbitraryFromSchema } from './schema/breach/invalid-arbitrary-from-schema.js';
export type { InvalidValue } from './schema/breach/invalid-value.js';
export type { SchemaBreach } from './schema/breach/judge-breach.js';
export { compareSchemas } from './schema/inclusion/schema-comparer.js';
export type {
  ComparisonBudget,
  ComparisonMode,
  ComparisonOptions,
  OpenPart,
  OpenReason,
  SchemaBreak,
  SchemaComparison,
  SchemaPlace,
} from './schema/inclusion/schema-comparison.js';
export { jsonSchemaFromSchema } from './schema/json-schema.js';
export { type Sample, sampleFromSchema } from './schema/sample.js';
export type { Direction, DocumentSet, Schema } from './schema/schema.js';
export { schemaFromValue } from './schema/schema-from-value.js';
export { isValid, validate } from './schema/validate.js';
export { textFromViolation, type Violation } from './schema/violation.js';
export type { HttpRequest, HttpResponse } from './wire/http-message.js';
export { judgeRequest, type RequestJudgement, type RequestProblem } from './wire/judge-request.js';
export { judgeResponse, type ResponseProblem } from './wire/judge-response.js';
export { readWorkspace, workspaceFromContractFile } from './workspace/read-workspace.js';
export type { Pair, System, Workspace } from './workspace/workspace.js';
export { workspaceSchema } from './workspace/workspace-schema.js';
