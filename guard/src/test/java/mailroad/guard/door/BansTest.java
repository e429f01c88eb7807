package mailroad.guard.door;

import static mailroad.guard.door.Doors.address;
import static mailroad.guard.door.Doors.client;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.kernel.AddressRange;
import mailroad.kernel.EmailAddress;
import mailroad.mailbox.Login;
import mailroad.smtp.server.Client;
import mailroad.smtp.server.Conduct;
import mailroad.wire.Porter;
import org.junit.jupiter.api.Test;

/** From where nobody comes in, for how long, and the way out. */
class BansTest {
  private static final String BAD = "203.0.113.5";

  private final Doors doors = new Doors();

  private static void scan(Porter porter, String from) {
    for (int i = 0; i < 3; i++) {
      porter.left(address(from), false);
    }
  }

  private static AddressRange range(String text) {
    return AddressRange.parse(text).orElseThrow();
  }

  @Test
  void whoOnlyLooksForOpenPortsStaysOutForFiveMinutesA5() throws Exception {
    Porter porter = doors.open().porter();
    porter.left(address(BAD), false);
    porter.left(address(BAD), false);
    assertThat(porter.bars(address(BAD))).isFalse();
    porter.left(address(BAD), false);
    assertThat(porter.bars(address(BAD))).isTrue();
    assertThat(porter.bars(address("203.0.113.6"))).isFalse();
    doors.world.pass(Duration.ofSeconds(299));
    assertThat(porter.bars(address(BAD))).isTrue();
    doors.world.pass(Duration.ofSeconds(1));
    assertThat(porter.bars(address(BAD))).isFalse();
  }

  @Test
  void whoSpeaksTheProtocolIsNoScannerHoweverOftenItLeavesEarly() throws Exception {
    Porter porter = doors.open().porter();
    for (int i = 0; i < 20; i++) {
      porter.left(address(BAD), false);
      porter.left(address(BAD), true);
    }
    assertThat(porter.bars(address(BAD))).isFalse();
  }

  @Test
  void eachBanIsLongerThanTheOneBefore() throws Exception {
    Door door = doors.open();
    Porter porter = door.porter();
    for (int minutes : List.of(5, 10, 20, 40)) {
      scan(porter, BAD);
      doors.world.pass(Duration.ofMinutes(minutes).minusSeconds(1));
      assertThat(porter.bars(address(BAD))).isTrue();
      doors.world.pass(Duration.ofSeconds(1));
      assertThat(porter.bars(address(BAD))).isFalse();
    }
    assertThat(door.desk().bans().getFirst().ban().times()).isEqualTo(4);
    for (int i = 0; i < 20; i++) {
      scan(porter, BAD);
      doors.world.pass(Duration.ofDays(1));
      assertThat(porter.bars(address(BAD))).as("a day is the longest").isFalse();
    }
  }

  @Test
  void manyBannedNeighboursBanTheirNetwork() throws Exception {
    Door door = doors.open();
    Porter porter = door.porter();
    for (int i = 1; i <= 8; i++) {
      assertThat(porter.bars(address("203.0.113.200"))).isFalse();
      scan(porter, "203.0.113." + i);
    }
    assertThat(porter.bars(address("203.0.113.200"))).isTrue();
    assertThat(porter.bars(address("203.0.114.200"))).isFalse();
    assertThat(door.desk().why(address("203.0.113.200")).toString())
        .startsWith("203.0.113.200 may not come in")
        .contains("203.0.113.0/24 is banned")
        .contains("203.0.113.1 opens connections and never speaks the protocol");
  }

  @Test
  void anIpv6HostIsItsWholeNetwork() throws Exception {
    Porter porter = doors.open().porter();
    scan(porter, "2001:db8:1:2::1");
    assertThat(porter.bars(address("2001:db8:1:2:ffff::9"))).isTrue();
    assertThat(porter.bars(address("2001:db8:1:3::1"))).isFalse();
  }

  @Test
  void whomOneNodeBansTheOthersRefuseWithItsNextLook() throws Exception {
    Door one = doors.open();
    Door other = doors.open();
    scan(one.porter(), BAD);
    one.flush();
    other.follow();
    assertThat(other.porter().bars(address(BAD))).isTrue();

    scan(other.porter(), "192.0.2.7"); // not written yet
    one.desk().unban(range(BAD + "/32"));
    other.follow();
    assertThat(other.porter().bars(address("192.0.2.7"))).as("its own").isTrue();
    doors.world.pass(Duration.ofSeconds(20));
    other.flush();
    other.follow();
    one.follow();
    for (Door door : List.of(one, other)) {
      assertThat(door.porter().bars(address(BAD))).isFalse();
      assertThat(door.porter().bars(address("192.0.2.7"))).isTrue();
    }
  }

  @Test
  void bansHoldOverARestart() throws Exception {
    Door door = doors.open();
    scan(door.porter(), BAD);
    door.flush();
    doors.store.crash();
    doors.store = doors.store.reopen();
    Porter after = doors.open().porter();
    assertThat(after.bars(address(BAD))).isTrue();
    doors.world.pass(Duration.ofMinutes(5));
    assertThat(after.bars(address(BAD))).isFalse();
    scan(after, BAD);
    doors.world.pass(Duration.ofMinutes(9));
    assertThat(after.bars(address(BAD))).as("it is the second time").isTrue();
  }

  @Test
  void nobodyBansThisMachineTrustedOrListedNetworks() throws Exception {
    doors.bans = never(List.of("203.0.113.0/24"), List.of());
    Door door = doors.open();
    for (String address : List.of("127.0.0.1", "198.51.100.1", "10.1.2.3", BAD)) {
      scan(door.porter(), address);
      assertThat(door.porter().bars(address(address))).as(address).isFalse();
    }
    assertThat(door.desk().bans()).isEmpty();
    assertThat(door.desk().ban(range(BAD), Optional.empty(), "x"))
        .isEqualTo(new DoorDesk.Result.Exempted("it is in guard.door.bans.never"));
  }

  @Test
  void anAdministratorsLastAddressIsNeverBannedOverARestartToo() throws Exception {
    doors.bans = never(List.of(), List.of("root@local.example"));
    Door door = doors.open();
    scan(door.porter(), BAD);
    assertThat(door.porter().bars(address(BAD))).isTrue();
    door.loginWatch().granted(EmailAddress.of("root@local.example"), address(BAD));
    assertThat(door.porter().bars(address(BAD))).isFalse();
    door.flush();
    doors.store.crash();
    doors.store = doors.store.reopen();
    Door after = doors.open();
    assertThat(after.porter().bars(address(BAD))).isFalse();
    after.loginWatch().granted(EmailAddress.of("root@local.example"), address("192.0.2.9"));
    assertThat(after.porter().bars(address(BAD))).isTrue();
  }

  private static BanConfig never(List<String> networks, List<String> administrators) {
    BanConfig of = BanConfig.DEFAULT;
    return new BanConfig(
        of.within(),
        of.silentVisits(),
        of.foreignCommands(),
        of.earlyTalks(),
        of.badSessions(),
        of.unknownRecipients(),
        of.relayAttempts(),
        of.loginFailures(),
        of.connectionsPerMinute(),
        of.neighbourConnectionsPerMinute(),
        of.neighbours(),
        of.first(),
        of.longest(),
        of.remembered(),
        of.most(),
        networks,
        administrators);
  }

  @Test
  void whoGuessesPasswordsStaysOutButNoAccountIsClosedA9() throws Exception {
    Door door = doors.open();
    for (int i = 0; i < 10; i++) {
      assertThat(door.porter().bars(address(BAD))).isFalse();
      door.loginWatch()
          .denied("anna@local.example", address(BAD), Login.Reason.WRONG_PASSWORD, false);
    }
    assertThat(door.porter().bars(address(BAD))).isTrue();
    assertThat(door.porter().bars(address("192.0.2.1"))).as("where the owner is").isFalse();
    assertThat(door.desk().why(address(BAD)).toString())
        .contains("guesses passwords")
        .contains("a login as \"anna@local.example\" failed");
  }

  @Test
  void anOwnerWhoMistypesIsNoGuesserA9() throws Exception {
    Door door = doors.open();
    for (int i = 0; i < 100; i++) {
      door.loginWatch()
          .denied("anna@local.example", address(BAD), Login.Reason.WRONG_PASSWORD, true);
    }
    assertThat(door.porter().bars(address(BAD))).isFalse();
  }

  @Test
  void whoTriesWhichAddressesExistStaysOut() throws Exception {
    Door door = doors.open();
    Client client = client(BAD);
    for (int i = 0; i < 20; i++) {
      assertThat(door.porter().bars(address(BAD))).isFalse();
      Doors.unknown(door, client, "guess" + i + "@local.example");
    }
    assertThat(door.porter().bars(address(BAD))).isTrue();
    assertThat(Doors.said(Doors.mail(door, client, "x@away.example"))).startsWith("421 4.7.0");
    // the tarpit has held it: nothing for the first four, then longer and longer
    assertThat(doors.world.sleeps())
        .startsWith(Duration.ofSeconds(1), Duration.ofSeconds(2), Duration.ofSeconds(4))
        .endsWith(Duration.ofSeconds(20))
        .hasSize(16);
  }

  @Test
  void aListsOldAddressesAreNoHarvest() throws Exception {
    Door door = doors.open();
    Client client = client(BAD);
    for (int i = 0; i < 100; i++) {
      Doors.rcpt(door, client, "list@away.example", "user" + i + "@local.example");
      Doors.unknown(door, client, "old" + i + "@local.example");
    }
    assertThat(door.porter().bars(address(BAD))).isFalse();
  }

  @Test
  void whoSpeaksAnotherProtocolStaysOutA3() throws Exception {
    Door door = doors.open();
    Client client = client(BAD).with(Conduct.FAULTLESS.withForeignCommand());
    for (int i = 0; i < 3; i++) {
      assertThat(door.porter().bars(address(BAD))).isFalse();
      door.left(client, Doors.NOTHING);
    }
    assertThat(door.porter().bars(address(BAD))).isTrue();
  }

  @Test
  void aFloodOfConnectionsStaysOutAndGoodSendersDoNotA5() throws Exception {
    Door door = doors.open();
    for (int i = 0; i < 300; i++) {
      assertThat(door.porter().bars(address(BAD))).isFalse();
    }
    assertThat(door.porter().bars(address(BAD))).isTrue();
    for (int i = 0; i < 2000; i++) {
      door.porter().bars(address("192.0.2." + i % 250));
    }
    assertThat(door.porter().bars(address("192.0.2.251"))).isTrue();
  }

  @Test
  void anAdministratorBansAndUnbans() throws Exception {
    Door door = doors.open();
    door.desk().ban(range("203.0.113.0/24"), Optional.of(Duration.ofHours(1)), "they annoy");
    door.desk().ban(range("2001:db8::/32"), Optional.empty(), "for good");
    assertThat(door.porter().bars(address(BAD))).isTrue();
    assertThat(door.porter().bars(address("2001:db8:ffff::1"))).isTrue();
    doors.world.pass(Duration.ofHours(1));
    assertThat(door.porter().bars(address(BAD))).isFalse();
    doors.world.pass(Duration.ofDays(1000));
    assertThat(door.porter().bars(address("2001:db8:ffff::1"))).isTrue();
    assertThat(door.desk().unban(range("2001:db8:ffff::1"))).hasSize(1);
    assertThat(door.porter().bars(address("2001:db8:ffff::1"))).isFalse();
    assertThat(doors.open().porter().bars(address("2001:db8:ffff::1"))).isFalse();
  }

  @Test
  void refusalsAreCountedAndNotLogged() throws Exception {
    Door door = doors.open();
    door.desk().ban(range(BAD), Optional.empty(), "x");
    for (int i = 0; i < 1000; i++) {
      door.porter().bars(address(BAD));
    }
    assertThat(door.desk().bans().getFirst().refused()).isEqualTo(1000);
  }
}
