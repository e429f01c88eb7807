package mailroad.guard.text;

/**
 * Something in a message that leads elsewhere.
 *
 * @param target where to, as written, entities resolved
 * @param shown what is to be seen of it; the target itself in plain text
 */
public record Link(Kind kind, String target, String shown) {
  /** What follows the link. */
  public enum Kind {
    /** A click on text or pictures. */
    ANCHOR,
    /** A click on what looks like an address in plain text. */
    TEXT,
    /** What was typed into a form goes there. */
    FORM,
    /** The mail program, if it loads pictures. */
    IMAGE,
    /** The mail program, all by itself. */
    REFRESH
  }
}
