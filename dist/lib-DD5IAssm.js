import { t as require_lib } from "./lib-DNcVIahl.js";

export default require_lib();

export {  };