package mailroad.imap;

/** Whether a password may be sent without TLS (RFC 3501 section 11.1). */
public enum PlaintextLogin {
  /** Never: {@code LOGINDISABLED} until TLS is on. */
  NEVER,
  /** Only from this machine itself, where nobody listens in. */
  LOOPBACK,
  /** From anywhere: for networks that are protected otherwise. */
  ALWAYS
}
