// Connections that netfilter tracks, where it does: beyond its maximum it drops packets.
import type {Limit} from '../../../site/budget/limit.js';

export default {
	name: 'net.netfilter.nf_conntrack_max',
	isShared: true,
	budget({facts: {sysctls}, active}) {
		const most = sysctls['net.netfilter.nf_conntrack_max'];
		return most === null || most === undefined
			? undefined
			: {value: Number(most), base: active, each: 1};
	},
	remedy: needed =>
		`sysctl -w net.netfilter.nf_conntrack_max=${needed}, or take these connections out of tracking (iptables -t raw … -j CT --notrack)`,
} satisfies Limit;
