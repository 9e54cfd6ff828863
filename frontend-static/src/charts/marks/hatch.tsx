type HatchProps = { id: string; color: string };

/** The fill of a bucket that is not over yet. */
export const Hatch = ({ id, color }: HatchProps) => (
  <pattern id={id} width="5" height="5" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
    <rect width="5" height="5" fill={color} opacity="0.22" />
    <rect width="2" height="5" fill={color} opacity="0.8" />
  </pattern>
);
