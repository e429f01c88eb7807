package mailroad.sasl.oauth;

import java.time.Duration;

/**
 * Whose access tokens let users in.
 *
 * @param issuer who gives out the tokens, exactly as their {@code iss} says it; empty takes no tokens
 * @param audience what this server is called in the {@code aud} of its tokens
 * @param jwksFile file with the issuer's public keys as a JSON Web Key Set, read anew when it changes; relative to the
 *     configuration file; empty where the issuer is asked
 * @param accountClaim name of the claim that holds the account's address
 * @param scope word that the {@code scope} of a token must have; empty for none
 * @param accessTokensOnly whether a token's header must say {@code "typ": "at+jwt"}, as those of RFC 9068 do; otherwise
 *     {@code JWT}, or nothing, is taken as well
 * @param openidConfiguration URL of the issuer's OpenID configuration, told to clients whose token does not hold; empty tells
 *     none
 * @param clockSkew how much the issuer's clock may differ
 * @param tokenOctetsMax longest token that is looked at
 * @param introspection whether and how the issuer is asked about tokens that no key of the file has signed
 */
public record OAuthConfig(
    String issuer,
    String audience,
    String jwksFile,
    String accountClaim,
    String scope,
    boolean accessTokensOnly,
    String openidConfiguration,
    Duration clockSkew,
    int tokenOctetsMax,
    IntrospectionConfig introspection) {
  /** No tokens. */
  public static final OAuthConfig DEFAULT =
      new OAuthConfig(
          "",
          "",
          "",
          "email",
          "",
          false,
          "",
          Duration.ofMinutes(1),
          8_192,
          IntrospectionConfig.DEFAULT);

  /** Issuer, audience and keys go together: a token that is for others must not open anything here. */
  public OAuthConfig {
    require(
        issuer.isEmpty() == audience.isEmpty()
            && issuer.isEmpty() == (jwksFile.isEmpty() && !introspection.isOn()),
        "issuer, audience, and jwks-file or introspection go together: give all or none");
    require(!accountClaim.isEmpty(), "account-claim must name a claim");
    require(scope.matches("[!#-\\[\\]-~]*"), "scope must be one word");
    require(!clockSkew.isNegative(), "clock-skew must not be negative");
    require(clockSkew.compareTo(Duration.ofHours(1)) <= 0, "clock-skew must be at most 1h");
    require(
        tokenOctetsMax >= 256 && tokenOctetsMax <= 65_536,
        "token-octets-max must be from 256 to 65536");
  }

  /** Whether tokens are taken. */
  public boolean isOn() {
    return !issuer.isEmpty();
  }

  /** Whether tokens are taken that the issuer's keys have signed. */
  public boolean hasKeys() {
    return !jwksFile.isEmpty();
  }

  /** The same, the issuer being asked so, with or without keys. */
  public OAuthConfig with(String otherJwksFile, IntrospectionConfig other) {
    return new OAuthConfig(
        issuer,
        audience,
        otherJwksFile,
        accountClaim,
        scope,
        accessTokensOnly,
        openidConfiguration,
        clockSkew,
        tokenOctetsMax,
        other);
  }

  private static void require(boolean holds, String otherwise) {
    if (!holds) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
