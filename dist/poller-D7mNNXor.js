import { a as standOn, i as createReach, n as createBackend, r as createPoller, t as checkScope } from "./poller-DpWk5H2g.js";

export { checkScope };