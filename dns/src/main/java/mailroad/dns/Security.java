package mailroad.dns;

/** What DNSSEC makes of something (RFC 4033 section 5). */
public enum Security {
  /** Signed, and the signatures hold all the way from a trust anchor. */
  SECURE,
  /** Proven not to be signed. */
  INSECURE,
  /** Ought to be signed, and is not, or wrongly. */
  BOGUS,
  /** Nobody can say: there is no trust anchor above, or what is needed could not be asked for. */
  INDETERMINATE
}
