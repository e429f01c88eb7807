package mailroad.sasl.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.text.ParseException;
import java.time.Duration;
import java.util.Optional;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.RealWorld;
import mailroad.kernel.World;
import mailroad.sasl.TokenCheck.Result;
import mailroad.sasl.TokenError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9068 section 4, RFC 8725. */
class JwtCheckTest {
  private static final OAuthConfig CONFIG =
      new OAuthConfig(
          "https://id.example",
          "mail",
          "jwks.json",
          "email",
          "",
          false,
          "",
          Duration.ofMinutes(1),
          2_000,
          IntrospectionConfig.DEFAULT);
  private static final String HEADER = "{'alg':'ES256','kid':'e'}";
  private static final String CLAIMS =
      "{'iss':'https://id.example','aud':'mail','exp':NOW+600,'email':'joe@example.org'}";

  private final World world = new RealWorld((name, e) -> {});
  private final Issuer issuer = Issuer.HERE;

  private Result check(OAuthConfig config, String token) throws ParseException {
    KeySet keys = KeySet.parse(issuer.jwks());
    return new JwtCheck(world, config, () -> keys).check(token);
  }

  /** A token as JSON with single quotes; NOW is the time in seconds, and may have seconds added. */
  private String token(String header, String claims) {
    return issuer.token(json(header), json(claims));
  }

  private String json(String text) {
    return java.util.regex.Pattern.compile("NOW([+-]\\d+)?")
        .matcher(text.replace('\'', '"'))
        .replaceAll(found ->
            Long.toString(
                world.now().getEpochSecond()
                    + (found.group(1) == null ? 0 : Long.parseLong(found.group(1)))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'alg':'RS256','kid':'r'}",
        "{'alg':'ES256','kid':'e'}",
        "{'alg':'EdDSA','kid':'d'}",
        "{'alg':'Ed25519','kid':'d'}",
        "{'alg':'RS256'}",
        "{'alg':'ES256','typ':'JWT'}",
        "{'alg':'EdDSA','typ':'at+jwt'}",
        "{'alg':'EdDSA','typ':'application/at+JWT'}",
      })
  void takesWhatOneOfTheIssuersKeysHasSigned(String header) throws Exception {
    assertThat(check(CONFIG, token(header, CLAIMS)))
        .isEqualTo(new Result.Holds(EmailAddress.of("joe@example.org")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'alg':'none'}                                | it is no signed JWT",
        "{'alg':'HS256'}                               | no key of the issuer is meant by its header",
        "{'alg':'HS256','kid':'r'}                     | no key of the issuer is meant by its header",
        "{'alg':'RS256','kid':'e'}                     | no key of the issuer is meant by its header",
        "{'alg':'RS256','kid':'x'}                     | no key of the issuer is meant by its header",
        "{'alg':'PS256','kid':'r'}                     | no key of the issuer is meant by its header",
        "{'alg':'es256','kid':'e'}                     | no key of the issuer is meant by its header",
        "{'alg':'ES256','kid':'e','typ':'dpop+jwt'}    | its type is another",
        "{'alg':'ES256','kid':'e','typ':'logout+jwt'}  | its type is another",
        "{'alg':'ES256','kid':'e','crit':['x'],'x':1}  | its header asks for more than is known here",
        "{'alg':'ES256','kid':7}                       | it is no signed JWT",
        "{'kid':'e'}                                   | it is no signed JWT",
      })
  void doesNotBelieveAHeader(String header, String why) throws Exception {
    assertThat(check(CONFIG, token(header, CLAIMS)))
        .isEqualTo(new Result.Fails(TokenError.INVALID, why));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'aud':'mail'                | 'aud':'web'                  | it is for somebody else",
        "'aud':'mail'                | 'aud':['web','Mail']         | it is for somebody else",
        "'aud':'mail',               | ~~                           | it is for somebody else",
        "'iss':'https://id.example'  | 'iss':'https://id.example/'  | its issuer is another",
        "'iss':'https://id.example'  | 'sub':'joe'                  | its issuer is another",
        "'exp':NOW+600               | 'exp':NOW-61                 | it has expired",
        "'exp':NOW+600               | 'iat':NOW                    | it would hold forever",
        "'exp':NOW+600               | 'exp':'later'                | it is no signed JWT",
        "'exp'                       | 'nbf':NOW+120,'exp'          | it does not hold yet",
        "'email':'joe@example.org'   | 'email':'joe'                | its email is no address",
        "'email':'joe@example.org'   | 'email':['joe@example.org']  | its email is no address",
        "'email':'joe@example.org'   | 'upn':'joe@example.org'      | its email is no address",
        "'email'                     | 'email_verified':false,'email' | its email is not verified",
        "'email'                     | 'email_verified':1,'email'     | its email is not verified",
      })
  void refusesClaims(String part, String instead, String why) throws Exception {
    String claims = CLAIMS.replace(part, instead);
    assertThat(claims).isNotEqualTo(CLAIMS);
    assertThat(check(CONFIG, token(HEADER, claims)))
        .isEqualTo(new Result.Fails(TokenError.INVALID, why));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "'aud':'mail'  | 'aud':['web','mail']",
        "'exp':NOW+600 | 'exp':NOW-30",
        "'exp'         | 'nbf':NOW+30,'exp'",
        "'exp'         | 'nbf':NOW-30,'exp'",
        "'email'       | 'email_verified':true,'email'",
        "'email'       | 'scope':'openid mail','email'",
      })
  void takesClaims(String part, String instead) throws Exception {
    assertThat(check(CONFIG, token(HEADER, CLAIMS.replace(part.strip(), instead.strip()))))
        .isInstanceOf(Result.Holds.class);
  }

  @Test
  void refusesWhatWasChangedOrIsNoToken() throws Exception {
    String good = token(HEADER, CLAIMS);
    String[] parts = good.split("\\.");
    String other = token(HEADER, CLAIMS.replace("joe@", "ann@"));
    String zeros = Issuer.base64(new byte[64]);
    for (String bad :
        new String[] {
          parts[0] + "." + other.split("\\.")[1] + "." + parts[2],
          parts[0] + "." + parts[1] + "." + zeros,
          parts[0] + "." + parts[1] + "." + Issuer.base64(new byte[63]),
          parts[0] + "." + parts[1] + ".",
          parts[0] + "." + parts[1],
          "joes-token",
          "..",
          ".",
          "a.b.c",
          "a.b.c.d.e",
          Issuer.base64("[".repeat(900).getBytes(java.nio.charset.StandardCharsets.UTF_8)) + ".b.c",
          good + "x".repeat(2_000),
        }) {
      assertThat(check(CONFIG, bad)).as(bad).isInstanceOf(Result.Fails.class);
    }
  }

  @Test
  void asksForAccessTokensAloneWhereThatIsConfigured() throws Exception {
    OAuthConfig strict =
        new OAuthConfig(
            "https://id.example",
            "mail",
            "jwks.json",
            "email",
            "",
            true,
            "",
            Duration.ofMinutes(1),
            2_000,
            IntrospectionConfig.DEFAULT);
    assertThat(check(strict, token(HEADER, CLAIMS)))
        .isEqualTo(new Result.Fails(TokenError.INVALID, "its type is another"));
    assertThat(check(strict, token("{'alg':'ES256','typ':'at+jwt'}", CLAIMS)))
        .isInstanceOf(Result.Holds.class);
  }

  @Test
  void asksForAScopeAndTellsTheClientWhereToGetIt() throws Exception {
    OAuthConfig scoped =
        new OAuthConfig(
            "https://id.example",
            "mail",
            "jwks.json",
            "upn",
            "mail",
            false,
            "https://id.example/.well-known/openid-configuration",
            Duration.ofMinutes(1),
            2_000,
            IntrospectionConfig.DEFAULT);
    String claims = CLAIMS.replace("'email'", "'email_verified':false,'upn'");
    assertThat(check(scoped, token(HEADER, claims.replace("'upn'", "'scope':'email','upn'"))))
        .isEqualTo(
            new Result.Fails(
                new TokenError(
                    "insufficient_scope",
                    Optional.of("mail"),
                    Optional.of("https://id.example/.well-known/openid-configuration")),
                "its scope is another"));
    assertThat(check(scoped, token(HEADER, claims.replace("'upn'", "'scope':'a mail','upn'"))))
        .isEqualTo(new Result.Holds(EmailAddress.of("joe@example.org")));
  }

  @Test
  void passesOverKeysThatCannotVerify() throws Exception {
    String encrypting = issuer.rsaKey("x").replace("\"sig\"", "\"enc\"");
    String secret = "{\"kty\":\"oct\",\"kid\":\"s\",\"k\":\"c2VjcmV0\"}";
    String otherwise = issuer.ecKey("y").replace("ES256", "ECDH-ES");
    String future = "{\"kty\":\"LATTICE\",\"kid\":\"f\"}";
    KeySet keys =
        KeySet.parse(
            "{\"keys\":[%s,%s,%s,%s,%s]}"
                .formatted(encrypting, secret, otherwise, future, issuer.edKey("d")));
    assertThat(keys.keys())
        .extracting(VerificationKey::algorithm)
        .containsExactly(SigningAlgorithm.ED25519);
    assertThat(keys.passedOver()).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{}",
        "[]",
        "{\"keys\":[]}",
        "{\"keys\":7}",
        "{\"keys\":[{\"kty\":\"oct\",\"k\":\"c2VjcmV0\"}]}",
        "{\"keys\":[{\"kty\":\"RSA\",\"n\":\"AQAB\",\"e\":\"AQAB\"}]}",
        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AQAB\"}]}",
        "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"x\":\"AQAB\",\"y\":\"AQAB\"}]}",
      })
  void refusesSetsThatAreOfNoUse(String json) {
    assertThatThrownBy(() -> KeySet.parse(json)).isInstanceOf(ParseException.class);
  }

  @Test
  void issuerAudienceAndKeysGoTogether() {
    assertThatThrownBy(() ->
            new OAuthConfig(
                "i",
                "",
                "f",
                "email",
                "",
                false,
                "",
                Duration.ZERO,
                8_192,
                IntrospectionConfig.DEFAULT))
        .hasMessageContaining("jwks-file");
    assertThatThrownBy(() -> CONFIG.with("", IntrospectionConfig.DEFAULT))
        .hasMessageContaining("introspection");
    assertThat(OAuthConfig.DEFAULT.isOn()).isFalse();
  }
}
