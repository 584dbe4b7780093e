import { c as sameMac } from "./dhcp-Br7uC-Mk.js";
import { mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

// src/sim/tart/mac/arp.ts
/** Notes which card answered at an address: the table that `arp -an` prints on a Mac. Never under Softnet. */
function writeArpEntry(root, ipAddress, macAddress) {
	mkdirSync(arpFolder(root), { recursive: true });
	writeFileSync(join(arpFolder(root), ipAddress), macAddress);
}
/** The address of a card, or undefined when it was never heard of. */
function findArpEntry(root, macAddress) {
	return listEntries(root).find((address) => sameMac(readFileSync(join(arpFolder(root), address), "utf8"), macAddress));
}
function listEntries(root) {
	try {
		return readdirSync(arpFolder(root));
	} catch {
		return [];
	}
}
function arpFolder(root) {
	return join(root, "arp");
}

export { writeArpEntry as n, findArpEntry as t };