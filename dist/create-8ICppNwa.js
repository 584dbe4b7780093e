import { n as writeEmptyVm, t as command } from "./create-CV71r4bd.js";

export { command, writeEmptyVm };