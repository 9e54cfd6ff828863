/** A name within a sentence; what is longer than a line of a card ends in dots. */
export const truncate = (name: string, most = 60): string =>
  name.length <= most ? name : `${name.slice(0, most - 1).trimEnd()}…`;
