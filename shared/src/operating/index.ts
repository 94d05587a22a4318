/** What an operator sees of a server, on a port of its own. For servers only. */
export { openOperatorPort, type Figures, type OperatorPort } from "./operatorPort.ts";
