package mailroad.smtp.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import mailroad.smtp.Auth;
import mailroad.smtp.Replies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SaslTest {
  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static Sasl begin(String mechanism, String initial) {
    return Sasl.begin(new Auth(mechanism, Optional.of(initial)));
  }

  @Test
  void plainTakesBothWithTheCommandOrAfterIt() {
    Sasl.Given joe = new Sasl.Given("joe", "pässword");
    assertThat(begin("PLAIN", base64("\0joe\0pässword"))).isEqualTo(joe);
    assertThat(begin("PLAIN", base64("joe\0joe\0pässword"))).isEqualTo(joe);
    Sasl asking = Sasl.begin(new Auth("PLAIN", Optional.empty()));
    assertThat(asking)
        .isInstanceOfSatisfying(
            Sasl.Asking.class,
            ask -> {
              assertThat(ask.challenge()).isEmpty();
              assertThat(Sasl.answer(ask, base64("\0joe\0pässword"))).isEqualTo(joe);
            });
  }

  @Test
  void loginAsksForNameAndPassword() {
    Sasl name = Sasl.begin(new Auth("LOGIN", Optional.empty()));
    assertThat(((Sasl.Asking) name).challenge()).isEqualTo(base64("Username:"));
    Sasl password = Sasl.answer((Sasl.Asking) name, base64("joe"));
    assertThat(((Sasl.Asking) password).challenge()).isEqualTo(base64("Password:"));
    assertThat(password).isEqualTo(begin("LOGIN", base64("joe")));
    assertThat(Sasl.answer((Sasl.Asking) password, base64("secret")))
        .isEqualTo(new Sasl.Given("joe", "secret"));
  }

  @Test
  void aStarCancels() {
    assertThat(Sasl.answer(new Sasl.AskPassword("joe"), "*"))
        .isEqualTo(new Sasl.Failed(Replies.LOGIN_CANCELLED));
  }

  @Test
  void nobodyActsForAnother() {
    assertThat(begin("PLAIN", base64("admin\0joe\0secret")))
        .isEqualTo(new Sasl.Failed(Replies.LOGIN_DENIED));
  }

  @Test
  void otherMechanismsAreNotKnown() {
    assertThat(begin("CRAM-MD5", "=")).isEqualTo(new Sasl.Failed(Replies.UNKNOWN_MECHANISM));
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {"!!!", "=", "am9l", "AA==", "AAA=", "AGpvZQBwAHg=", "/w==", "AGpvZQ=", "a"})
  void refusesWhatIsNoPlainMessage(String response) {
    assertThat(begin("PLAIN", response)).isEqualTo(new Sasl.Failed(Replies.BAD_LOGIN_RESPONSE));
  }

  @Test
  void neverThrowsWhateverComes() {
    Random random = new Random(4954);
    for (int i = 0; i < 5000; i++) {
      byte[] octets = new byte[random.nextInt(20)];
      random.nextBytes(octets);
      String coded = Base64.getEncoder().encodeToString(octets);
      String line =
          random.nextBoolean()
              ? coded
              : coded.substring(coded.length() / 2) + (char) random.nextInt(300);
      assertThat(Sasl.answer(new Sasl.AskPlain(), line)).isNotNull();
      assertThat(Sasl.answer(new Sasl.AskName(), line)).isNotNull();
    }
  }

  @Test
  void doesNotShowPasswords() {
    assertThat(new Sasl.Given("joe", "secret").toString()).doesNotContain("secret");
  }
}
