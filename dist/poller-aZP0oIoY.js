import { a as standOn, i as createReach, n as createBackend, r as createPoller, t as checkScope } from "./poller-B75bY25t.js";

export { checkScope };