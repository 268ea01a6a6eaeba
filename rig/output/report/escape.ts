// Text in HTML.

/** A sentence as the content of an element: names of options stand on one line. */
export function prose(text: string): string {
	return escape(text).replaceAll(/--[a-z][\w-]*/g, '<span class="option">$&</span>');
}

/** `text` as the content of an element, or as the value of an attribute in double quotes. */
export function escape(text: string): string {
	return text
		.replaceAll('&', '&amp;')
		.replaceAll('<', '&lt;')
		.replaceAll('>', '&gt;')
		.replaceAll('"', '&quot;');
}
