package mailroad.mailauth.spf;

/**
 * A mechanism and what it means that it matches (RFC 7208 section 4.6.2).
 *
 * @param result PASS, FAIL, SOFTFAIL or NEUTRAL
 * @param text as it stands in the record
 */
record Directive(SpfResult.Code result, Mechanism mechanism, String text) {}
