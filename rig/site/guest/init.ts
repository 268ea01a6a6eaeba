// What a guest does when it has booted: everything is raised as far as it goes, and the agent started.

/** The name of the port that the agent speaks through. */
export const PORT = 'org.deadweight.agent';

/** The name of the port that takes the kernel's symbols. */
export const SYMBOLS_PORT = 'org.deadweight.symbols';

/** The last line on the console of a guest that has booted. */
export const BOOTED = 'deadweight: the agent starts';

/**
 * A word of the kernel's command line that it hands to init (Documentation/admin-guide/kernel-parameters.rst):
 * programs are to do the same each time.
 */
export const REPEATS = 'deadweight_repeats=yes';

/** The same: its symbols are wanted. */
export const SYMBOLS = 'deadweight_symbols=yes';

/**
 * V8 then compiles and collects on the thread that it does it for, when so much was executed and
 * allocated, and draws its hashes from one seed.
 */
const flags = '--predictable --random-seed=1';

/**
 * For busybox: what runs goes on until it waits, or for 0.3 s, so that a turn of the server serves all that
 * wait. What the kernel puts off (grace periods of RCU, work queues) runs between two turns, ksoftirqd at
 * once: it has to do with what is sent. Others that preempt a turn would be charged with a part of it: a
 * schedule that a wakeup has asked for does not read the clock again (wakeup_preempt() in
 * kernel/sched/core.c).
 */
export const keepTurnsWhole = `
echo -1 > /proc/sys/kernel/sched_rt_runtime_us
echo 300 > /proc/sys/kernel/sched_rr_timeslice_ms
chrt -r -p 1 $$
for each in /proc/[0-9]*; do
	case "$(cat $each/comm)" in
		ksoftirqd/*) chrt -f -p 2 "\${each#/proc/}" ;;
		rcu_*|kworker/*) chrt -f -p 1 "\${each#/proc/}" ;;
	esac
done
`;

/** Where the modules of kTLS are: a guest that speaks none is booted without them. */
export const TLS_MODULES = 'modules/tls';

/** What the kernel calls for a module that it lacks (Documentation/admin-guide/sysctl/kernel.rst, modprobe). */
export const modprobe = `#!/bin/busybox sh
export PATH=/bin
case "$*" in
	*tcp-ulp-tls) for module in /${TLS_MODULES}/*.ko; do insmod "$module"; done ;;
	*) exit 1 ;;
esac
`;

/**
 * A script for busybox. The agent's end is the guest's: the port's other side is gone, or the agent
 * has failed.
 */
export const init = `#!/bin/busybox sh
export PATH=/bin
/bin/busybox --install -s /bin 2>/dev/null
mount -t proc proc /proc
mount -t sysfs sys /sys
mount -t devtmpfs dev /dev
mount -t tmpfs tmp /tmp
for module in /modules/*.ko; do
	[ -f "$module" ] && { insmod "$module" || echo "deadweight: $module was not loaded"; }
done
ifconfig lo 127.0.0.1 netmask 255.0.0.0 up
set_sysctl() { [ -f "/proc/sys/$1" ] && echo "$2" > "/proc/sys/$1"; }
set_sysctl fs/nr_open 2000000
set_sysctl fs/file-max 8000000
set_sysctl fs/aio-max-nr 4000000
set_sysctl fs/epoll/max_user_watches 8000000
set_sysctl net/core/somaxconn 65535
set_sysctl net/ipv4/tcp_max_syn_backlog 65536
set_sysctl net/ipv4/ip_local_port_range '1024 65535'
set_sysctl net/core/netdev_max_backlog 65536
ulimit -Hn 1900000
ulimit -n 1900000
ulimit -l unlimited
find_port() {
	for each in /sys/class/virtio-ports/*; do
		[ "$(cat $each/name 2>/dev/null)" = "$1" ] && echo "/dev/\${each##*/}"
	done
}
port=
for try in 1 2 3 4 5 6 7 8 9 10; do
	port=$(find_port ${PORT})
	[ -n "$port" ] && break
	sleep 1
done
if [ -z "$port" ]; then
	echo "deadweight: this kernel has no driver for virtio-serial (CONFIG_VIRTIO_PCI, CONFIG_VIRTIO_CONSOLE)"
	poweroff -f
fi
export HOME=/root
cd /deadweight
if [ "$deadweight_symbols" = yes ]; then
	cat /proc/kallsyms > "$(find_port ${SYMBOLS_PORT})"
fi
flags=
if [ "$deadweight_repeats" = yes ]; then
	flags='${flags}'
	${keepTurnsWhole}
	# Linux 6.12 lends 50 ms of each second to what waits below these (fair_server in kernel/sched/deadline.c).
	mount -t debugfs debug /sys/kernel/debug
	for each in /sys/kernel/debug/sched/fair_server/*/runtime; do
		[ -f "$each" ] && echo 0 > "$each"
	done
fi
echo "${BOOTED}"
# It can be opened once only.
exec 3<> "$port"
cat <&3 | node $flags dist/rig/commands/guest-agent/main.js agent >&3
echo "deadweight: the agent has ended"
poweroff -f
`;
