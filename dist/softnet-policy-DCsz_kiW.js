import { t as gateway } from "./dhcp-Br7uC-Mk.js";
import { BlockList, isIPv4 } from "node:net";

// src/sim/tart/softnet-policy.ts
/**
* Whether the Mac can reach the guest: its answers go to the gateway and are filtered like anything else
* (reference/tart.md §5.3). The longest prefix decides, among equal ones the blocking rule; without a rule the gateway
* is allowed.
*/
function answersHost(args) {
	const allowed = longestPrefix(args.value("net-softnet-allow"));
	const blocked = longestPrefix(args.value("net-softnet-block"));
	return blocked === -1 || allowed > blocked;
}
/** What is wrong with a list of targets, if anything. A bare address may be right or not: unconfirmed, so it is. */
function wrongTarget(list) {
	return list?.split(",").find((target) => target !== "@host" && parseTarget(target) === void 0);
}
/** The length of the longest prefix that holds the gateway; -1 when none does. */
function longestPrefix(list = "") {
	const lengths = list.split(",").flatMap((target) => {
		if (target === "@host") return [32];
		const { address, length } = parseTarget(target) ?? {};
		if (address === void 0 || length === void 0) return [];
		const network = new BlockList();
		network.addSubnet(address, length);
		return network.check("127.64.0.1") ? [length] : [];
	});
	return Math.max(-1, ...lengths);
}
function parseTarget(target) {
	const [address = "", length = "32"] = target.split("/");
	return isIPv4(address) && /^\d{1,2}$/.test(length) && Number(length) <= 32 ? {
		address,
		length: Number(length)
	} : void 0;
}

export { wrongTarget as n, answersHost as t };