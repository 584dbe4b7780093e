import { n as writeEmptyVm, t as command } from "./create-VEWfYb52.js";

export { command, writeEmptyVm };