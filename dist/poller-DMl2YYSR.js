import { a as standOn, i as createReach, n as createBackend, r as createPoller, t as checkScope } from "./poller-D7rWOzu2.js";

export { checkScope };