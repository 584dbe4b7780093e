import { n as lock } from "./lock-BpQv-qG8.js";
import { t as errnoOf } from "./thrown-B-CsZZv5.js";
import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { randomInt } from "node:crypto";

// src/sim/tart/mac/leases.ts
/** Prints a lease file. */
function formatLeases(leases) {
	return leases.map((lease) => formatLease(lease)).join("");
}
/** Parses a lease file. Throws an Error with Tart's word for it when the file is not well formed. */
function parseLeases(text) {
	return text.split("{\n").slice(1).map((block) => {
		const end = block.indexOf("}");
		if (end === -1) throw new Error("Truncated");
		return parseBlock(block.slice(0, end));
	});
}
/** Whether two MAC addresses are the same number, however they are padded. */
function sameMac(one, other) {
	return bytesOf(one).join(":") === bytesOf(other).join(":");
}
/** The address that Tart answers: of the unexpired leases of this MAC the one that expires last. */
function addressOf(leases, macAddress, now) {
	return leases.filter((lease) => lease.expires > now && sameMac(lease.macAddress, macAddress)).toSorted((one, other) => other.expires - one.expires)[0]?.ipAddress;
}
function formatLease(lease) {
	const mac = bytesOf(lease.macAddress).map((byte) => byte.toString(16)).join(":");
	const fields = {
		name: lease.name,
		ip_address: lease.ipAddress,
		hw_address: `1,${mac}`,
		identifier: `1,${mac}`,
		lease: `0x${lease.expires.toString(16)}`
	};
	return `{\n${Object.entries(fields).map(([key, value]) => `\t${key}=${value}\n`).join("")}}\n`;
}
function parseBlock(block) {
	const fields = /* @__PURE__ */ new Map();
	for (const line of block.split("\n")) {
		const [, key, value] = /^\s*([^=]+)=(.*)$/.exec(line) ?? [];
		if (key !== void 0 && value !== void 0) fields.set(key, value);
	}
	const [, macAddress] = (fields.get("hw_address") ?? "").split(",");
	const ipAddress = fields.get("ip_address");
	if (macAddress === void 0 || ipAddress === void 0) throw new Error("UnexpectedFormat");
	return {
		name: fields.get("name") ?? "",
		ipAddress,
		macAddress,
		expires: Number(fields.get("lease") ?? 0)
	};
}
function bytesOf(macAddress) {
	return macAddress.split(":").map((byte) => Number.parseInt(byte, 16));
}

// src/sim/tart/mac/dhcp.ts
/** Where this simulation has its lease file (`/var/db/dhcpd_leases` on a Mac). */
function leaseFile(root) {
	return join(root, "dhcpd_leases");
}
/** The leases now; none while the file does not exist yet. */
function readLeases(root) {
	try {
		return parseLeases(readFileSync(leaseFile(root), "utf8"));
	} catch (error) {
		if (errnoOf(error) === "ENOENT") return [];
		throw error;
	}
}
/**
* Grants a lease, or renews the one of this MAC: the address stays the same as long as nobody else got it. Undefined
* when all 253 addresses are taken (reference/tart.md §5.4).
*/
async function grantLease(root, request) {
	return changeLeases(root, (leases, now) => {
		const others = leases.filter((lease) => !sameMac(lease.macAddress, request.macAddress));
		const taken = new Set(others.filter((lease) => lease.expires > now).map((lease) => lease.ipAddress));
		const ipAddress = [leases.find((lease) => sameMac(lease.macAddress, request.macAddress))?.ipAddress, ...pool()].find((address) => address !== void 0 && !taken.has(address));
		if (ipAddress === void 0) return {
			leases,
			result: void 0
		};
		return {
			leases: [{
				...request,
				ipAddress,
				expires: now + request.seconds
			}, ...others.filter((other) => other.ipAddress !== ipAddress)],
			result: ipAddress
		};
	});
}
/** Writes a lease for this MAC with an address that belongs to another machine, or to none. */
async function writeStaleLease(root, request) {
	await changeLeases(root, (leases, now) => {
		const ipAddress = leases.filter((lease) => !sameMac(lease.macAddress, request.macAddress)).toSorted((one, other) => other.expires - one.expires)[0]?.ipAddress ?? lastAddress;
		return {
			leases: [...leases, {
				...request,
				ipAddress,
				expires: now + request.seconds
			}],
			result: void 0
		};
	});
}
/** An address of the LAN, for a bridged guest: the Mac's own DHCP server knows nothing of it. */
function grantLanAddress() {
	return `127.65.${randomInt(256)}.${randomInt(1, 255)}`;
}
const network = "127.64.0";
const lastAddress = `${network}.254`;
/** As on a Mac: a /24 whose first address is the gateway. */
function pool() {
	return Array.from({ length: 253 }, (_, index) => `${network}.${index + 2}`);
}
/** The server replaces its file by renaming, so a reader never sees half of it, and a watch on the file dies (§11.9). */
async function changeLeases(root, change) {
	const turn = await lock(join(root, "dhcp.lock"));
	try {
		const { leases, result } = change(readLeases(root), Math.floor(Date.now() / 1e3));
		writeFileSync(`${leaseFile(root)}-`, formatLeases(leases));
		renameSync(`${leaseFile(root)}-`, leaseFile(root));
		return result;
	} finally {
		turn.release();
	}
}

export { writeStaleLease as a, readLeases as i, grantLease as n, addressOf as o, leaseFile as r, sameMac as s, grantLanAddress as t };