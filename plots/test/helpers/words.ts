// What the axes of a dphttpd graph are of, in tests.

export const words = {
	counted: 'Dead connections',
	operation: 'reply',
	operations: 'replies',
	rate: 'Reply rate',
	worker: 'Server',
};
