// Counters of /proc/net/netstat (TcpExt) of which each says, by growing, that connections met a limit.

/** Those beside the listener's own. */
export const limitCounters = [
	'TCPReqQFullDoCookies',
	'TCPReqQFullDrop',
	'SyncookiesSent',
	'TCPBacklogDrop',
	'TCPAbortOnMemory',
	'TCPMemoryPressures',
	'TCPTimeWaitOverflow',
	'PruneCalled',
] as const;
