package mailroad.smtp;

/** What the sender of a message says about its protection on the way (RFC 8689). */
public enum TlsWish {
  /** Nothing: each hop does as its policies say. */
  UNSAID,
  /** REQUIRETLS at MAIL: only over verified TLS, to hosts that promise the same (RFC 8689 section 4.2.1). */
  REQUIRED,
  /** {@code TLS-Required: No} in its header: better in the clear than not at all (RFC 8689 section 5). */
  NOT_REQUIRED
}
