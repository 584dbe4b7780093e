// src/sim/vm/order.ts
/** The faults that a VM takes along when it starts. */
const bootFaults = [
	"boot-hangs",
	"no-address",
	"stale-address",
	"address-changes",
	"tcp-unreachable",
	"ssh-refused",
	"ssh-late",
	"ssh-banner-garbage",
	"ssh-drops",
	"ssh-half-open",
	"vm-overwritten"
];
/** The variable by which every process inside this boot of the VM can be recognised, as `NAME=value`. */
function guestMark(order) {
	return `SAND_SIM_VM=${order.id}`;
}
/** In the directory of a VM: the process that is the VM, once it obeys signals. Outlives it: check before use. */
const pidFile = ".vm.sim-machine";
/** The signal upon which the VM cuts its SSH connections. */
const cutSignal = "SIGHUP";

export { pidFile as i, cutSignal as n, guestMark as r, bootFaults as t };