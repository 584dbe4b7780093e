import { i as errnoOf, n as lock } from "./lock-2Ygggebe.js";
import { n as hasQuirk } from "./settings-BZ7pR48r.js";
import { mkdirSync, readFileSync, renameSync, rmSync, rmdirSync, statSync, writeFileSync } from "node:fs";
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
		return parseLeases(readFileSync(truthFile(root), "utf8"));
	} catch (error) {
		if (["ENOENT", "EISDIR"].includes(errnoOf(error) ?? "")) return [];
		throw error;
	}
}
/**
* Grants a lease, or renews the one of this MAC: the address stays the same as long as nobody else got it. Undefined
* when all 253 addresses are taken (reference/tart.md §5.4).
*/
async function grantLease(root, request) {
	const { name, macAddress, seconds, besides } = request;
	return changeLeases(root, (leases, now) => {
		const others = leases.filter((lease) => !sameMac(lease.macAddress, macAddress));
		const taken = new Set(others.filter((lease) => lease.expires > now).map((lease) => lease.ipAddress));
		const former = leases.find((lease) => sameMac(lease.macAddress, macAddress))?.ipAddress;
		const pool = poolFor(request);
		const ipAddress = (former !== void 0 && pool.includes(former) ? [former, ...pool] : pool).find((address) => address !== besides && !taken.has(address));
		if (ipAddress === void 0) return {
			leases,
			result: void 0
		};
		return {
			leases: [{
				name,
				macAddress,
				ipAddress,
				expires: now + seconds
			}, ...others.filter((other) => other.ipAddress !== ipAddress)],
			result: ipAddress
		};
	});
}
/** Writes a lease for this MAC with an address that belongs to another machine, or to none. */
async function writeStaleLease(root, request) {
	await changeLeases(root, (leases, now) => {
		const ipAddress = leases.filter((lease) => !sameMac(lease.macAddress, request.macAddress)).toSorted((one, other) => other.expires - one.expires)[0]?.ipAddress ?? lastAddress;
		const { name, macAddress, seconds } = request;
		return {
			leases: [...leases, {
				name,
				macAddress,
				ipAddress,
				expires: now + seconds
			}],
			result: void 0
		};
	});
}
/** An address of the LAN, for a bridged guest: the Mac's own DHCP server knows nothing of it. */
function grantLanAddress({ unreachable }) {
	return `${unreachable ? unroutable : 127}.65.${randomInt(256)}.${randomInt(1, 255)}`;
}
/** The Mac's own address in the network of its VMs. */
const gateway = "127.64.0.1";
const lastAddress = "127.64.0.254";
/** Multicast: no system connects TCP to it. */
const unroutable = 239;
/** As on a Mac: a /24 whose first address is the gateway. */
function poolFor({ unreachable }) {
	const network = `${unreachable ? unroutable : 127}.64.0`;
	return Array.from({ length: 253 }, (_, index) => `${network}.${index + 2}`);
}
/** The server replaces its file by renaming, so a reader never sees half of it, and a watch on the file dies (§11.9). */
async function changeLeases(root, change) {
	const turn = await lock(join(root, "dhcp.lock"));
	try {
		const { leases, result } = change(readLeases(root), Math.floor(Date.now() / 1e3));
		write(truthFile(root), formatLeases(leases));
		if (hasQuirk(root, "lease-other-format")) write(leaseFile(root), otherFormat(leases));
		if (hasQuirk(root, "lease-unreadable")) makeUnreadable(leaseFile(root));
		return result;
	} finally {
		turn.release();
	}
}
function write(file, text) {
	if (isFolder(file)) rmdirSync(file);
	writeFileSync(`${file}-`, text);
	renameSync(`${file}-`, file);
}
/** A folder: nobody reads it as a file, not even root. */
function makeUnreadable(file) {
	if (isFolder(file)) return;
	rmSync(file, { force: true });
	mkdirSync(file);
}
function isFolder(path) {
	return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
}
/** What Tart itself reads: it finds its way where others cannot read the lease file, or do not understand it. */
function truthFile(root) {
	return hasQuirk(root, "lease-other-format") || hasQuirk(root, "lease-unreadable") ? join(root, "dhcpd_leases.sim") : leaseFile(root);
}
/** Nobody's format, with the same content. */
function otherFormat(leases) {
	return `bplist-of-leases 2\n${leases.map((lease) => `${Object.values(lease).join(";")}\n`).join("")}`;
}

export { readLeases as a, sameMac as c, leaseFile as i, grantLanAddress as n, writeStaleLease as o, grantLease as r, addressOf as s, gateway as t };