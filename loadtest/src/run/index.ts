/** Runs a scenario against a deployment, and judges what came of it. */
export { type Deployment, deploymentAt, ownDeployment, startServer } from "./deployment.ts";
export { judge, type LimitOutcome, limitNames } from "./limits.ts";
export { LoadTest, type LoadTestOptions, type Progress } from "./LoadTest.ts";
export { type Results } from "./results.ts";
export { type Scenario, ScenarioError, scenarioFrom, SCENARIOS } from "./scenario.ts";
