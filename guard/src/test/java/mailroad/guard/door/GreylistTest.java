package mailroad.guard.door;

import static mailroad.guard.door.Doors.client;
import static mailroad.guard.door.Doors.rcpt;
import static mailroad.guard.door.Doors.said;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.ReversePath;
import mailroad.kernel.Why;
import mailroad.mailauth.Iprev;
import mailroad.mailauth.spf.SpfResult;
import org.junit.jupiter.api.Test;

/** Who has to come back, in a time of its own (RFC 6647); what a peer of ours does about it is R46. */
class GreylistTest {
  private static final String ANNA = "anna@local.example";

  private final Doors doors = new Doors();

  private String tries(Door door, String from, String sender) throws Exception {
    return said(rcpt(door, client(from), sender, ANNA));
  }

  @Test
  void whoComesBackInTimePasses() throws Exception {
    doors.greylist = Doors.everybody();
    Door door = doors.open();
    assertThat(tries(door, "203.0.113.5", "a@away.example"))
        .isEqualTo(
            "451 4.7.1 Greylisted, since this server does not know you yet; try again in 300 seconds,"
                + " at 2026-03-01T12:05:00Z");
    doors.world.pass(Duration.ofMinutes(2));
    assertThat(tries(door, "203.0.113.5", "a@away.example")).contains("in 180 seconds");
    doors.world.pass(Duration.ofMinutes(3));
    assertThat(tries(door, "203.0.113.5", "a@away.example")).isEqualTo("accepted");
    doors.world.pass(Duration.ofDays(30));
    assertThat(tries(door, "203.0.113.5", "a@away.example")).isEqualTo("accepted");
    doors.world.pass(Duration.ofDays(37));
    assertThat(tries(door, "203.0.113.5", "a@away.example")).startsWith("451");
  }

  @Test
  void whoComesBackTooLateBeginsAnew() throws Exception {
    doors.greylist = Doors.everybody();
    Door door = doors.open();
    assertThat(tries(door, "203.0.113.5", "a@away.example")).startsWith("451");
    doors.world.pass(Duration.ofDays(3));
    assertThat(tries(door, "203.0.113.5", "a@away.example")).startsWith("451");
  }

  @Test
  void anotherHostOfThePoolMayComeBack() throws Exception {
    doors.greylist = Doors.everybody();
    Door door = doors.open();
    assertThat(tries(door, "203.0.113.5", "a@away.example")).startsWith("451");
    doors.world.pass(Duration.ofMinutes(10));
    assertThat(tries(door, "203.0.113.77", "a@away.example")).isEqualTo("accepted");
    assertThat(tries(door, "198.18.0.1", "a@away.example")).startsWith("451");
  }

  @Test
  void allHostsThatMaySendForADomainAreAPool() throws Exception {
    doors.greylist = Doors.everybody();
    doors.inquiry =
        new Inquiry() {
          @Override
          public Iprev reverse(InetAddress client) {
            return new Iprev(
                Iprev.Code.TEMPERROR, Optional.empty(), List.of(), new Why("not asked"));
          }

          @Override
          public SpfResult spf(InetAddress client, String helo, ReversePath sender) {
            return new SpfResult(
                SpfResult.Code.PASS, "big.example", Optional.empty(), new Why("all of them"));
          }
        };
    Door door = doors.open();
    assertThat(tries(door, "203.0.113.5", "a@big.example")).startsWith("451");
    doors.world.pass(Duration.ofMinutes(10));
    assertThat(tries(door, "192.0.2.200", "a@big.example")).isEqualTo("accepted");
  }

  @Test
  void aPoolThatCameBackOftenEnoughIsKnown() throws Exception {
    doors.greylist = Doors.everybody();
    Door door = doors.open();
    for (String sender : List.of("a@away.example", "b@away.example", "c@away.example")) {
      assertThat(tries(door, "203.0.113.5", sender)).startsWith("451");
    }
    doors.world.pass(Duration.ofMinutes(6));
    for (String sender : List.of("a@away.example", "b@away.example", "c@away.example")) {
      assertThat(tries(door, "203.0.113.5", sender)).isEqualTo("accepted");
    }
    assertThat(tries(door, "203.0.113.9", "new@away.example")).isEqualTo("accepted");
  }

  @Test
  void aSenderWhoseAddressHasANumberIsOneSender() throws Exception {
    doors.greylist = Doors.everybody();
    Door door = doors.open();
    assertThat(tries(door, "203.0.113.5", "bounce-4711@list.example")).startsWith("451");
    doors.world.pass(Duration.ofMinutes(6));
    assertThat(tries(door, "203.0.113.5", "bounce-4712@list.example")).isEqualTo("accepted");
    assertThat(Greylist.normal(ReversePath.parse("list+x=y@list.example").orElseThrow()))
        .isEqualTo("list@list.example");
    assertThat(Greylist.normal(new ReversePath.Nowhere())).isEqualTo("<>");
  }

  @Test
  void onlyTheSuspiciousArePutOffUnlessAllAreToBe() throws Exception {
    Door door = doors.open();
    assertThat(said(rcpt(door, client("203.0.113.5", "mail"), "<>", ANNA))).isEqualTo("accepted");
    // the name of this server: whoever gives it, lies
    assertThat(said(rcpt(door, client("203.0.113.6", "mx.local.example"), "<>", ANNA)))
        .startsWith("451 4.7.1");
  }

  @Test
  void postmasterHearsEverybodyR36() throws Exception {
    doors.greylist = Doors.everybody();
    Door door = doors.open();
    assertThat(said(rcpt(door, client("203.0.113.5"), "<>", "PostMaster@local.example")))
        .isEqualTo("accepted");
  }

  @Test
  void trustedNetworksAreNeverPutOff() throws Exception {
    doors.greylist = Doors.everybody();
    Door door = doors.open();
    assertThat(tries(door, "10.1.2.3", "a@away.example")).isEqualTo("accepted");
  }

  @Test
  void whatIsKnownSurvivesARestart() throws Exception {
    doors.greylist = Doors.everybody();
    Door door = doors.open();
    assertThat(tries(door, "203.0.113.5", "a@away.example")).startsWith("451");
    door.flush();
    doors.world.pass(Duration.ofMinutes(6));
    doors.store.crash();
    doors.store = doors.store.reopen();
    Door after = doors.open();
    assertThat(tries(after, "203.0.113.5", "a@away.example")).isEqualTo("accepted");
  }
}
