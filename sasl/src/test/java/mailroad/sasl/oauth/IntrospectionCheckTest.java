package mailroad.sasl.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import mailroad.kernel.Bell;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.SteppedWorld;
import mailroad.kernel.Task;
import mailroad.sasl.TokenCheck;
import mailroad.sasl.TokenCheck.Result;
import mailroad.sasl.UnavailableException;
import mailroad.sasl.oauth.Introspector.Answer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 7662: what an issuer says of a token, what that opens, and how long it is believed. */
class IntrospectionCheckTest {
  private static final String GOOD =
      "{'active':true,'iss':'https://id.example','aud':['mail','x'],'exp':NOW+600,"
          + "'email':'joe@example.org'}";

  private final SteppedWorld world = new SteppedWorld(Instant.parse("2026-11-22T10:00:00Z"));
  private final List<String> asked = new ArrayList<>();
  private Answer answer = new Answer.Said("{}");

  private static IntrospectionConfig introspection(boolean audienceNeeded, int questions) {
    IntrospectionConfig usual = IntrospectionConfig.DEFAULT;
    return new IntrospectionConfig(
        "https://id.example/introspect",
        "mail",
        "secret",
        audienceNeeded,
        usual.timeout(),
        usual.answerOctetsMax(),
        Duration.ofMinutes(1),
        Duration.ofSeconds(30),
        3,
        questions,
        Duration.ofSeconds(5));
  }

  private static OAuthConfig config(boolean audienceNeeded, int questions) {
    return new OAuthConfig(
        "https://id.example",
        "mail",
        "",
        "email",
        "",
        false,
        "",
        Duration.ZERO,
        2_000,
        introspection(audienceNeeded, questions));
  }

  private IntrospectionCheck check(OAuthConfig config) {
    return new IntrospectionCheck(
        world,
        config,
        token -> {
          asked.add(token);
          return answer;
        });
  }

  private Answer said(String json) {
    String text = json.replace('\'', '"');
    long now = world.now().getEpochSecond();
    return new Answer.Said(
        java.util.regex.Pattern.compile("NOW([+-]\\d+)")
            .matcher(text)
            .replaceAll(found -> Long.toString(now + Long.parseLong(found.group(1)))));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          # what                          | of the good answer             | instead                          | so
          all is well                     | x                              | x                                | holds
          RFC 7662 section 2.2: only this | 'active':true                  | 'active':false                   | the issuer says that it is not active
          it must be said                 | 'active':true                  | 'x':1                            | the issuer says that it is not active
          and as what it is               | 'active':true                  | 'active':'true'                  | the issuer says that it is not active
          another issuer                  | id.example'                    | other.example'                   | its issuer is another
          no issuer                       | 'iss':'https://id.example',    |                                  | holds
          for others                      | ['mail','x']                   | 'calendar'                       | it is for somebody else
          one audience                    | ['mail','x']                   | 'mail'                           | holds
          for nobody                      | 'aud':['mail','x'],            |                                  | it is for somebody else
          over                            | NOW+600                        | NOW-1                            | it has expired
          no end: it can be asked again   | 'exp':NOW+600,                 |                                  | holds
          not yet                         | 'exp':NOW+600                  | 'exp':NOW+600,'nbf':NOW+60       | it does not hold yet
          whose                           | 'email':'joe@example.org'      | 'sub':'joe'                      | its email is no address
          not verified                    | 'email':                       | 'email_verified':false,'email':  | its email is not verified
          """)
  void believesWhatTheIssuerSays(String what, String from, String to, String so) throws Exception {
    answer = said(GOOD.replace(from, to == null ? "" : to));
    Result result = check(config(true, 9)).check("opaque");
    assertThat(result instanceof Result.Fails(_, var reason) ? reason : "holds").isEqualTo(so);
    if (result instanceof Result.Holds(var owner)) {
      assertThat(owner).isEqualTo(EmailAddress.of("joe@example.org"));
    }
  }

  @Test
  void anAnswerThatNamesNobodyWillDoWhereThatIsConfigured() throws Exception {
    answer = said(GOOD.replace("'aud':['mail','x'],", ""));
    assertThat(check(config(false, 9)).check("opaque")).isInstanceOf(Result.Holds.class);
    answer = said(GOOD.replace("['mail','x']", "'calendar'"));
    assertThat(check(config(false, 9)).check("opaque")).isInstanceOf(Result.Fails.class);
  }

  @Test
  void asksOnceAMinuteAndForARefusalOnceAHalf() throws Exception {
    IntrospectionCheck check = check(config(true, 9));
    answer = said(GOOD);
    assertThat(check.check("good")).isInstanceOf(Result.Holds.class);
    answer = said("{'active':false}");
    assertThat(check.check("bad")).isInstanceOf(Result.Fails.class);
    world.pass(Duration.ofSeconds(29));
    assertThat(check.check("good")).isInstanceOf(Result.Holds.class);
    assertThat(check.check("bad")).isInstanceOf(Result.Fails.class);
    assertThat(asked).containsExactly("good", "bad");
    world.pass(Duration.ofSeconds(2));
    check.check("bad");
    assertThat(asked).containsExactly("good", "bad", "bad");
    world.pass(Duration.ofSeconds(30));
    // It was revoked meanwhile.
    assertThat(check.check("good")).isInstanceOf(Result.Fails.class);
  }

  @Test
  void noTokenIsBelievedBeyondItsEnd() throws Exception {
    IntrospectionCheck check = check(config(true, 9));
    answer = said(GOOD.replace("NOW+600", "NOW+10"));
    assertThat(check.check("good")).isInstanceOf(Result.Holds.class);
    world.pass(Duration.ofSeconds(11));
    assertThat(check.check("good")).isInstanceOf(Result.Fails.class);
    assertThat(asked).hasSize(2);
  }

  @Test
  void fewTokensAreRememberedTheLastOnes() throws Exception {
    IntrospectionCheck check = check(config(true, 9));
    answer = said(GOOD);
    for (String token : List.of("1", "2", "3", "1", "4", "1", "2")) {
      check.check(token);
    }
    assertThat(asked).containsExactly("1", "2", "3", "4", "2");
  }

  @Test
  void whoDoesNotAnswerIsLeftAloneForAMoment() throws Exception {
    IntrospectionCheck check = check(config(true, 9));
    answer = said(GOOD);
    check.check("known");
    answer = new Answer.Silent("not done within 5 s");
    assertThatThrownBy(() -> check.check("one"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("not done within 5 s");
    answer = said(GOOD);
    assertThatThrownBy(() -> check.check("two")).isInstanceOf(UnavailableException.class);
    assertThat(asked).containsExactly("known", "one");
    assertThat(check.check("known")).isInstanceOf(Result.Holds.class);
    world.pass(Duration.ofSeconds(5));
    assertThat(check.check("one")).isInstanceOf(Result.Holds.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      textBlock =
          """
          <html>
          {'active':true,'iss':5}
          {'active':true,'exp':'soon'}
          ~~
          """)
  void whatIsNoAnswerDecidesNothing(String json) {
    answer = said(json);
    IntrospectionCheck check = check(config(true, 9));
    assertThatThrownBy(() -> check.check("opaque")).isInstanceOf(UnavailableException.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"a b", "a&token=b", "a\u0001b", "ä", "''", "=", "a=b", "a%20b"})
  void whatIsNoTokenIsNotAskedAbout(String token) throws Exception {
    IntrospectionCheck check = check(config(true, 9));
    assertThat(check.check(token)).isInstanceOf(Result.Fails.class);
    assertThat(check.check("a".repeat(2_001))).isInstanceOf(Result.Fails.class);
    assertThat(asked).isEmpty();
  }

  @Test
  void aLoginThatAsksBlocksNoOtherAndNoMoreThanAllowedAskAtOnce() throws Exception {
    Bell started = world.bell();
    Bell go = world.bell();
    AtomicReference<Result> slow = new AtomicReference<>();
    IntrospectionCheck check =
        new IntrospectionCheck(
            world,
            config(true, 1),
            token -> {
              if (token.equals("slow")) {
                started.ring();
                go.await(0, Duration.ofSeconds(20));
              }
              return said(GOOD);
            });
    check.check("known");
    Task task = world.start("slow", () -> slow.set(check.check("slow")));
    started.await(0, Duration.ofSeconds(20));
    assertThat(check.check("known")).isInstanceOf(Result.Holds.class);
    assertThatThrownBy(() -> check.check("other"))
        .isInstanceOf(UnavailableException.class)
        .hasMessageContaining("too many");
    go.ring();
    task.join();
    assertThat(slow.get()).isInstanceOf(Result.Holds.class);
    assertThat(check.check("other")).isInstanceOf(Result.Holds.class);
  }

  @Test
  void tokensThatOurKeysHaveSignedAreNotAskedAbout() throws Exception {
    Issuer issuer = Issuer.HERE;
    OAuthConfig both = config(true, 9).with("jwks.json", introspection(true, 9));
    KeySet keys = KeySet.parse("{\"keys\":[" + issuer.ecKey("e") + "]}");
    TokenCheck check = new KeysThenIssuer(new JwtCheck(world, both, () -> keys), check(both));
    answer = said(GOOD.replace("joe@", "ann@"));
    String header = "{\"alg\":\"ES256\",\"kid\":\"e\"}";
    String claims = ((Answer.Said) said(GOOD)).json();
    assertThat(check.check(issuer.token(header, claims)))
        .isEqualTo(new Result.Holds(EmailAddress.of("joe@example.org")));
    String old = ((Answer.Said) said(GOOD.replace("NOW+600", "NOW-600"))).json();
    assertThat(check.check(issuer.token(header, old))).isInstanceOf(Result.Fails.class);
    assertThat(asked).isEmpty();
    assertThat(check.check("opaque"))
        .isEqualTo(new Result.Holds(EmailAddress.of("ann@example.org")));
    // A key that is new at the issuer.
    String foreign = issuer.token("{\"alg\":\"RS256\",\"kid\":\"r\"}", claims);
    assertThat(check.check(foreign))
        .isEqualTo(new Result.Holds(EmailAddress.of("ann@example.org")));
    assertThat(asked).containsExactly("opaque", foreign);
  }

  @Test
  void endpointNameAndSecretGoTogether() {
    IntrospectionConfig usual = IntrospectionConfig.DEFAULT;
    for (String endpoint : List.of("http://id.example/", "https://a@b.example/", "https://", "x")) {
      assertThatThrownBy(() ->
              new IntrospectionConfig(
                  endpoint,
                  "a",
                  "b",
                  true,
                  usual.timeout(),
                  usual.answerOctetsMax(),
                  usual.holdsFor(),
                  usual.failsFor(),
                  1,
                  1,
                  usual.restAfterFailure()))
          .hasMessageContaining("endpoint must be an https URL");
    }
  }
}
