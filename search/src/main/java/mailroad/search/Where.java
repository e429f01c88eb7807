package mailroad.search;

/** In which part of a message a text is looked for. */
public enum Where {
  /** In the header section: each field with its name. */
  HEAD,
  /** In the body, and the header sections of its parts. */
  BODY
}
