package mailroad.mime;

/**
 * How far a message is looked into. What lies beyond a bound is still there as octets; it is only not
 * told apart any more.
 *
 * @param headerOctetsMax most octets of one header section whose fields are read
 * @param headersOctetsMax most octets of all header sections of one message whose fields are read
 * @param fieldsMax most fields of one header section
 * @param partsMax most parts of one message, all levels counted
 * @param depthMax deepest nesting of multiparts and enclosed messages
 * @param parametersMax most parameters of one field, continuations (RFC 2231) counted each
 * @param addressesMax most addresses of one field
 */
public record MimeLimits(
    int headerOctetsMax,
    int headersOctetsMax,
    int fieldsMax,
    int partsMax,
    int depthMax,
    int parametersMax,
    int addressesMax) {
  /** Far beyond what honest mail has: Postfix, for one, cuts header sections at 100 KB. */
  public static final MimeLimits DEFAULT =
      new MimeLimits(262_144, 1_048_576, 5_000, 2_000, 64, 128, 5_000);

  /** Limits, each at least 1. */
  public MimeLimits {
    atLeastOne("header-octets-max", headerOctetsMax);
    atLeastOne("headers-octets-max", headersOctetsMax);
    atLeastOne("fields-max", fieldsMax);
    atLeastOne("parts-max", partsMax);
    atLeastOne("depth-max", depthMax);
    atLeastOne("parameters-max", parametersMax);
    atLeastOne("addresses-max", addressesMax);
  }

  private static void atLeastOne(String key, int value) {
    if (value < 1) {
      throw new IllegalArgumentException(key + " must be at least 1");
    }
  }
}
