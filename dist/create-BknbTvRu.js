import { n as writeEmptyVm, t as command } from "./create-C_aEzN4X.js";

export { command, writeEmptyVm };