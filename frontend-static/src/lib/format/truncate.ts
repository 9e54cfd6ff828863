/** Shortens a name within a sentence; longer ones end with an ellipsis. */
export const truncate = (name: string, most = 60): string =>
  name.length <= most ? name : `${name.slice(0, most - 1).trimEnd()}…`;
