// Server-sent events, as all three providers stream their answers.

export const HEADERS = { "content-type": "text/event-stream", "cache-control": "no-cache" };

/** Events whose `type` is their name, too. */
export const named = (events) =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join("");

/** Events without a name. */
export const unnamed = (events) => events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");

/** A text in two parts, so that an answer can stop between them. */
export const halves = (text) => [text.slice(0, text.length / 2), text.slice(text.length / 2)];
