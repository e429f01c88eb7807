package mailroad.sasl;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** SCRAM-SHA-256 (RFC 5802, RFC 7677), both sides. */
class ScramTest {
  private static final byte[] BOUND = "what the channel is called".getBytes(UTF_8);
  private static final Peer CLEAR = Peer.inTheClear(InetAddress.getLoopbackAddress());
  private static final Peer TLS =
      new Peer(
          InetAddress.getLoopbackAddress(),
          true,
          Map.of(ChannelBinding.TLS_EXPORTER, BOUND),
          Optional.empty());
  private static final ScramKeys PENCIL =
      ScramKeys.of("pencil", Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="), 4096);
  private static final String CLIENT_NONCE = "rOprNGfwEbeRWgbNEkqO";
  private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";

  private static Step after(Step step, String response) {
    return ((Step.Ask) step).next().apply(response.getBytes(UTF_8));
  }

  private static String challenge(Step step) {
    return new String(((Step.Ask) step).challenge(), UTF_8);
  }

  private static Step named(Step step) {
    return ((Step.FindKeys) step).next().apply(PENCIL);
  }

  private static Step begin(Mechanism mechanism, Peer peer, String first) {
    return after(ServerSide.begin(mechanism, peer, SERVER_NONCE, true), first);
  }

  /** RFC 7677 section 3. */
  @Test
  void theServerSaysWhatTheRfcSays() {
    Step first = begin(Mechanism.SCRAM_SHA_256, CLEAR, "n,,n=user,r=" + CLIENT_NONCE);
    assertThat(((Step.FindKeys) first).login()).isEqualTo("user");
    Step offer = named(first);
    assertThat(challenge(offer))
        .isEqualTo(
            "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    Step proof =
        after(
            offer,
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    assertThat(((Step.Proof) proof).right()).isTrue();
    Step last = ((Step.Proof) proof).next();
    assertThat(challenge(last)).isEqualTo("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    assertThat(after(last, "")).isEqualTo(new Step.Done());
    assertThat(after(last, "x")).isInstanceOf(Step.Malformed.class);
  }

  /** RFC 7677 section 3. */
  @Test
  void theClientSaysWhatTheRfcSays() {
    ClientSide client =
        new ClientSide(new Credential.Password("user", "pencil"), CLEAR, CLIENT_NONCE);
    ClientStep.Say first = client.begin(Mechanism.SCRAM_SHA_256, false);
    assertThat(first.response()).asString(UTF_8).isEqualTo("n,,n=user,r=" + CLIENT_NONCE);
    ClientStep.Say second =
        (ClientStep.Say)
            said(
                first,
                "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096");
    assertThat(second.response())
        .asString(UTF_8)
        .isEqualTo(
            "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
                + "p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=");
    assertThat(second.proven()).isFalse();
    ClientStep.Say last =
        (ClientStep.Say) said(second, "v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=");
    assertThat(last.proven()).isTrue();
    assertThat(said(second, "v=7rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="))
        .isInstanceOf(ClientStep.Fault.class);
    assertThat(said(second, "e=invalid-proof")).isInstanceOf(ClientStep.Fault.class);
  }

  private static ClientStep said(ClientStep step, String challenge) {
    return ((ClientStep.Say) step).next().apply(challenge.getBytes(UTF_8));
  }

  /** Both sides against each other; {@code onTheWay} may change what the client says. */
  private static Step talk(
      Mechanism mechanism,
      String password,
      Peer client,
      Peer server,
      UnaryOperator<String> onTheWay) {
    ClientSide side =
        new ClientSide(new Credential.Password("us=er,", password), client, CLIENT_NONCE);
    ClientStep.Say first = side.begin(mechanism, false);
    Step step =
        after(
            ServerSide.begin(mechanism, server, SERVER_NONCE, false),
            onTheWay.apply(new String(first.response(), UTF_8)));
    if (!(step instanceof Step.FindKeys find)) {
      return step;
    }
    assertThat(find.login()).isEqualTo("us=er,");
    Step offer = find.next().apply(PENCIL);
    ClientStep.Say second = (ClientStep.Say) said(first, challenge(offer));
    return after(offer, new String(second.response(), UTF_8));
  }

  @Test
  void bothSidesAgreeWithAndWithoutBinding() {
    assertThat(talk(Mechanism.SCRAM_SHA_256, "pencil", CLEAR, CLEAR, s -> s))
        .isInstanceOfSatisfying(Step.Proof.class, proof -> assertThat(proof.right()).isTrue());
    assertThat(talk(Mechanism.SCRAM_SHA_256_PLUS, "pencil", TLS, TLS, s -> s))
        .isInstanceOfSatisfying(Step.Proof.class, proof -> assertThat(proof.right()).isTrue());
    assertThat(talk(Mechanism.SCRAM_SHA_256, "pencils", CLEAR, CLEAR, s -> s))
        .isInstanceOfSatisfying(Step.Proof.class, proof -> assertThat(proof.right()).isFalse());
  }

  /** A9: one in the middle has another TLS to each side. */
  @Test
  void aChannelThatIsNotTheSameIsNoticedA9() {
    Peer other =
        new Peer(
            TLS.address(),
            true,
            Map.of(ChannelBinding.TLS_EXPORTER, new byte[32]),
            Optional.empty());
    assertThat(talk(Mechanism.SCRAM_SHA_256_PLUS, "pencil", TLS, other, s -> s))
        .isInstanceOf(Step.Malformed.class);
  }

  /** RFC 5802 section 6. */
  @Test
  void aHiddenOfferOfBindingIsNoticedA9() {
    assertThat(begin(Mechanism.SCRAM_SHA_256, TLS, "y,,n=user,r=abc"))
        .isInstanceOf(Step.Malformed.class);
    assertThat(
            after(
                ServerSide.begin(Mechanism.SCRAM_SHA_256, TLS, SERVER_NONCE, false),
                "y,,n=user,r=abc"))
        .isInstanceOf(Step.FindKeys.class);
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          # with channel binding | the client's first message
          true  | n,,n=user,r=abc
          true  | y,,n=user,r=abc
          true  | p=tls-unique,,n=user,r=abc
          true  | p=tls-server-end-point,,n=user,r=abc
          false | p=tls-exporter,,n=user,r=abc
          false | x,,n=user,r=abc
          false | n,n=user,r=abc
          false | n,,n=,r=abc
          false | n,,n=us=er,r=abc
          false | n,,n=user,r=
          false | n,,n=user,r=a c
          false | n,,n=user
          false | n,,m=x,n=user,r=abc
          false | n,,r=abc,n=user
          false | n,b=user,n=user,r=abc
          false | n
          """)
  void refusesWhatIsNoFirstMessage(boolean bound, String message) {
    Mechanism mechanism = bound ? Mechanism.SCRAM_SHA_256_PLUS : Mechanism.SCRAM_SHA_256;
    assertThat(begin(mechanism, TLS, message)).isInstanceOf(Step.Malformed.class);
  }

  @Test
  void nobodyActsForAnother() {
    assertThat(begin(Mechanism.SCRAM_SHA_256, CLEAR, "n,a=boss,n=user,r=abc"))
        .isEqualTo(new Step.Refused("user"));
    assertThat(begin(Mechanism.SCRAM_SHA_256, CLEAR, "n,a=user,n=user,r=abc"))
        .isInstanceOf(Step.FindKeys.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c=biws",
        "c=biws,r=abc,p=AAAA",
        "c=eSws,r=abc%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=AAAA",
        "c=biws,r=abc%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,p=!",
        "r=abc%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,c=biws,p=AAAA"
      })
  void refusesWhatIsNoFinalMessage(String message) {
    Step offer = named(begin(Mechanism.SCRAM_SHA_256, CLEAR, "n,,n=user,r=abc"));
    assertThat(after(offer, message)).isInstanceOf(Step.Malformed.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "r=other,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "r=rOprNGfwEbeRWgbNEkqO,s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096",
        "r=rOprNGfwEbeRWgbNEkqOx,s=!,i=4096",
        "r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=1",
        "r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=9999999",
        "r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=99999999999",
        "m=x,r=rOprNGfwEbeRWgbNEkqOx,s=AAAA,i=4096",
        "",
        "e=unknown-user"
      })
  void theClientRefusesAServerThatCheatsOrAsksForTooMuchOrTooLittle(String challenge) {
    ClientSide client =
        new ClientSide(new Credential.Password("user", "pencil"), CLEAR, CLIENT_NONCE);
    assertThat(said(client.begin(Mechanism.SCRAM_SHA_256, false), challenge))
        .isInstanceOf(ClientStep.Fault.class);
  }
}
