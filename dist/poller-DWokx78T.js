import { n as scopeOf, t as createPoller } from "./poller-BJA7myv5.js";

export { scopeOf };