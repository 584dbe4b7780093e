import { t as createLogUpdate } from "./log-update-fDVTtSq4.js";

export { createLogUpdate };