package mailroad.sasl;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ServerSideTest {
  private static final Peer PEER =
      new Peer(
          InetAddress.getLoopbackAddress(),
          true,
          Map.of(ChannelBinding.TLS_EXPORTER, new byte[32]),
          Optional.empty());

  private static Step.Ask begin(Mechanism mechanism) {
    return ServerSide.begin(mechanism, PEER, "nonce", true);
  }

  private static Step answer(Step step, String response) {
    return ((Step.Ask) step)
        .next()
        .apply(response.replace('/', '\0').replace('^', '\1').getBytes(UTF_8));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # response, / for NUL | login (RFC 4616 section 2)
          /joe/secret           | joe
          joe/joe/secret        | joe
          Joe/joe/secret        | joe
          /joe/pässwörd         | joe
          /joe/                 |
          //secret              |
          joe/secret            |
          /joe/sec/ret          |
          joe                   |
          """)
  void plain(String response, String login) {
    Step step = answer(begin(Mechanism.PLAIN), response);
    assertThat(step instanceof Step.CheckPassword check ? check.login() : null).isEqualTo(login);
  }

  @Test
  void nobodyActsForAnother() {
    assertThat(answer(begin(Mechanism.PLAIN), "ann/joe/secret")).isEqualTo(new Step.Refused("joe"));
  }

  @Test
  void loginAsksForNameAndPassword() {
    Step.Ask name = begin(Mechanism.LOGIN);
    assertThat(name.challenge()).asString(UTF_8).isEqualTo("Username:");
    Step password = answer(name, "joe");
    assertThat(((Step.Ask) password).challenge()).asString(UTF_8).isEqualTo("Password:");
    assertThat(answer(password, "secret")).isEqualTo(new Step.CheckPassword("joe", "secret"));
    assertThat(answer(password, "")).isInstanceOf(Step.Malformed.class);
    assertThat(answer(name, "")).isInstanceOf(Step.Malformed.class);
    assertThat(answer(name, "a/b")).isInstanceOf(Step.Malformed.class);
  }

  @Test
  void externalNamesItselfOrNobody() {
    assertThat(answer(begin(Mechanism.EXTERNAL), ""))
        .isEqualTo(new Step.CheckCertificate(Optional.empty()));
    assertThat(answer(begin(Mechanism.EXTERNAL), "joe@example.org"))
        .isEqualTo(new Step.CheckCertificate(Optional.of("joe@example.org")));
    assertThat(answer(begin(Mechanism.EXTERNAL), "a/b")).isInstanceOf(Step.Malformed.class);
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # mechanism | response, ^ for octet 1 (RFC 7628 section 4.1)            | login             | token
          OAUTHBEARER | n,a=user@example.com,^host=server.example.com^port=143^auth=Bearer vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==^^ | user@example.com | vF9dft4qmTc2Nvb3RlckBhbHRhdmlzdGEuY29tCg==
          OAUTHBEARER | n,,^auth=bearer abc^^                                     |                   | abc
          OAUTHBEARER | y,,^auth=Bearer abc^^                                     |                   | abc
          XOAUTH2     | user=joe@example.org^auth=Bearer abc.d-e_f^^               | joe@example.org   | abc.d-e_f
          """)
  void tokens(Mechanism mechanism, String response, String login, String token) {
    assertThat(answer(begin(mechanism), response.replace("/", "\u0000").replace("\u0000", "/")))
        .isInstanceOfSatisfying(
            Step.CheckToken.class,
            check -> {
              assertThat(check.login()).isEqualTo(Optional.ofNullable(login));
              assertThat(check.token()).isEqualTo(token);
            });
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          OAUTHBEARER | ^
          OAUTHBEARER | p=tls-exporter,,^auth=Bearer abc^^
          OAUTHBEARER | n,,auth=Bearer abc^^
          OAUTHBEARER | n,,^auth=Bearer abc^
          OAUTHBEARER | n,,^auth=Basic abc^^
          OAUTHBEARER | n,,^auth=Bearer a b^^
          OAUTHBEARER | n,,^auth=Bearer ^^
          OAUTHBEARER | n,,^auth=Bearer a^auth=Bearer b^^
          OAUTHBEARER | n,,^host=x^^
          XOAUTH2     | user=^auth=Bearer abc^^
          XOAUTH2     | auth=Bearer abc^^
          XOAUTH2     | user=joe
          """)
  void refusesWhatIsNoToken(Mechanism mechanism, String response) {
    assertThat(answer(begin(mechanism), response)).isInstanceOf(Step.Malformed.class);
  }

  /** RFC 7628 section 3.2.2. */
  @Test
  void aTokenThatDoesNotHoldIsAnsweredByJsonAndThenRefused() {
    Step.CheckToken check =
        (Step.CheckToken) answer(begin(Mechanism.OAUTHBEARER), "n,a=joe,^auth=Bearer x^^");
    TokenError error =
        new TokenError(
            "invalid_token", Optional.of("mail \"x\""), Optional.of("https://id.example/c"));
    Step refusal = check.refused().apply(error);
    assertThat(((Step.Ask) refusal).challenge())
        .asString(UTF_8)
        .isEqualTo(
            "{\"status\":\"invalid_token\",\"scope\":\"mail \\\"x\\\"\","
                + "\"openid-configuration\":\"https://id.example/c\"}");
    assertThat(answer(refusal, "^")).isEqualTo(new Step.Refused("joe"));
  }

  @ParameterizedTest
  @EnumSource
  void neverThrowsWhateverComesA9(Mechanism mechanism) {
    Random random = new Random(4422);
    String[] seeds = {
      "n,,n=user,r=abc",
      "n,a=joe,^auth=Bearer x^^",
      "/joe/secret",
      "user=joe^auth=Bearer x^^",
      "joe"
    };
    for (int i = 0; i < 3000; i++) {
      byte[] octets =
          seeds[random.nextInt(seeds.length)]
              .replace('/', '\0')
              .replace('^', '\1')
              .getBytes(ISO_8859_1);
      for (int change = random.nextInt(4); change > 0; change--) {
        octets[random.nextInt(octets.length)] = (byte) random.nextInt(256);
      }
      Step step = begin(mechanism).next().apply(octets);
      if (step instanceof Step.FindKeys find) {
        step = find.next().apply(new ScramKeys(4096, octets, new byte[32], new byte[32]));
      }
      if (step instanceof Step.Ask ask) {
        step = ask.next().apply(octets);
      }
      assertThat(step).isNotNull();
    }
  }

  @Test
  void secretsAreNotShown() {
    assertThat(new Step.CheckPassword("joe", "secret").toString()).doesNotContain("secret");
    assertThat(answer(begin(Mechanism.XOAUTH2), "user=joe^auth=Bearer secret^^").toString())
        .doesNotContain("secret");
    assertThat(new Credential.Password("joe", "secret").toString()).doesNotContain("secret");
  }
}
