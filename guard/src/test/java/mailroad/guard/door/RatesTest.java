package mailroad.guard.door;

import static mailroad.guard.door.Doors.client;
import static mailroad.guard.door.Doors.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.guard.door.RateConfig.By;
import mailroad.guard.door.RateConfig.Of;
import mailroad.guard.door.RateConfig.Then;
import mailroad.kernel.EmailAddress;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Hello;
import org.junit.jupiter.api.Test;

/** How much may come within a time. */
class RatesTest {
  private final Doors doors = new Doors();

  private static RateConfig rule(By by, Of of, long most) {
    return new RateConfig(by, of, most, Duration.ofHours(1), Then.LATER);
  }

  @Test
  void messagesOfAnAddressAreBounded() throws Exception {
    doors.rates = List.of(rule(By.ADDRESS, Of.MESSAGES, 3));
    Door door = doors.open();
    for (int i = 0; i < 3; i++) {
      assertThat(said(Doors.mail(door, client("203.0.113.5"), "a@away.example")))
          .isEqualTo("accepted");
    }
    assertThat(said(Doors.mail(door, client("203.0.113.5"), "a@away.example")))
        .isEqualTo("451 4.7.0 Too many messages of this address within 1h; try later");
    assertThat(said(Doors.mail(door, client("203.0.113.6"), "a@away.example")))
        .isEqualTo("accepted");
  }

  @Test
  void theWindowSlides() throws Exception {
    doors.rates = List.of(rule(By.NETWORK, Of.MESSAGES, 10));
    Door door = doors.open();
    for (int i = 0; i < 10; i++) {
      Doors.mail(door, client("203.0.113." + i), "a@away.example");
    }
    doors.world.pass(Duration.ofMinutes(61));
    int more = 0;
    while (said(Doors.mail(door, client("203.0.113.5"), "a@away.example")).equals("accepted")) {
      more++;
    }
    assertThat(more).as("all but the share of the hour before").isEqualTo(1);
    doors.world.pass(Duration.ofMinutes(30));
    assertThat(said(Doors.mail(door, client("203.0.113.5"), "a@away.example")))
        .isEqualTo("accepted");
  }

  @Test
  void sendersDomainsAndRecipientsAreBounded() throws Exception {
    doors.rates =
        List.of(
            rule(By.SENDER, Of.MESSAGES, 2),
            rule(By.SENDER_DOMAIN, Of.MESSAGES, 4),
            rule(By.RECIPIENT, Of.RECIPIENTS, 2));
    Door door = doors.open();
    for (int i = 0; i < 2; i++) {
      assertThat(said(Doors.mail(door, client("203.0.113.5"), "a@away.example")))
          .isEqualTo("accepted");
      assertThat(said(Doors.mail(door, client("192.0.2.5"), "b@away.example")))
          .isEqualTo("accepted");
      assertThat(
              said(
                  Doors.rcpt(door, client("192.0.2." + i), "b@away.example", "anna@local.example")))
          .isEqualTo("accepted");
    }
    assertThat(said(Doors.mail(door, client("203.0.113.9"), "a@away.example")))
        .contains("of this sender");
    assertThat(said(Doors.mail(door, client("203.0.113.9"), "c@away.example")))
        .contains("of this sender domain");
    assertThat(
            said(Doors.rcpt(door, client("198.18.0.1"), "c@other.example", "anna@local.example")))
        .isEqualTo("451 4.7.0 Too many recipients of this recipient within 1h; try later");
  }

  @Test
  void whoLoggedInIsCountedAsAnAccountWhereverItIs() throws Exception {
    doors.rates =
        List.of(
            new RateConfig(By.ACCOUNT, Of.MESSAGES, 1, Duration.ofMinutes(1), Then.CLOSE),
            rule(By.ADDRESS, Of.MESSAGES, 1));
    Door door = doors.open();
    assertThat(said(Doors.mail(door, user("203.0.113.5"), "anna@local.example")))
        .isEqualTo("accepted");
    assertThat(said(Doors.mail(door, user("127.0.0.1"), "anna@local.example")))
        .isEqualTo("421 4.7.0 Too many messages of this account within 1m; try later");
    assertThat(said(Doors.mail(door, client("203.0.113.5"), "x@away.example")))
        .as("others at that address")
        .isEqualTo("accepted");
  }

  private static Client user(String address) {
    return new Client(
        new InetSocketAddress(Doors.address(address), 4321),
        new InetSocketAddress(Doors.address("198.51.100.1"), 587),
        new Hello.Ehlo("laptop"),
        Optional.empty(),
        Optional.of(EmailAddress.of("anna@local.example")));
  }

  @Test
  void failuresAreBoundedAndShutTheDoor() throws Exception {
    doors.rates = List.of(rule(By.ADDRESS, Of.FAILURES, 5));
    Door door = doors.open();
    for (int i = 0; i < 5; i++) {
      Doors.unknown(door, client("203.0.113.5"), "guess" + i + "@local.example");
    }
    assertThat(said(door.connected(client("203.0.113.5"))))
        .startsWith("421 4.7.0 Too many failures");
    assertThat(said(door.connected(client("203.0.113.6")))).isEqualTo("accepted");
  }
}
