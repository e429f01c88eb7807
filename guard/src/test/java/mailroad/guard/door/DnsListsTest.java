package mailroad.guard.door;

import static mailroad.guard.door.Doors.address;
import static mailroad.guard.door.Doors.client;
import static mailroad.guard.door.Doors.said;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import mailroad.dns.Answer;
import mailroad.dns.FixedResolver;
import mailroad.dns.RecordType;
import mailroad.dns.Resolver;
import mailroad.guard.door.DnsListConfig.Subject;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.Domain;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What DNS lists say, and when they are not believed (RFC 5782). */
class DnsListsTest {
  private static final String ZONE =
      """
      2.0.0.127.bl.example. 300 IN A 127.0.0.2
      9.113.0.203.bl.example. 300 IN A 127.0.0.4
      9.113.0.203.bl.example. 300 IN TXT "seen in a trap; see https://bl.example/203.0.113.9"
      1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.bl.example. 300 IN A 127.0.0.2
      8.113.0.203.bl.example. 300 IN A 127.255.255.254
      7.113.0.203.bl.example. 300 IN A 198.51.100.80
      2.0.0.127.wl.example. 300 IN A 127.0.0.2
      9.113.0.203.wl.example. 300 IN A 127.0.1.3
      test.dbl.example. 300 IN A 127.0.1.2
      bad.example.dbl.example. 300 IN A 127.0.1.2
      *.dead.example. 300 IN A 127.0.0.2
      """;

  private final Doors doors = new Doors();

  private static DnsListConfig list(String zone, Subject of, double weight, String... answers) {
    return new DnsListConfig(zone.replace('.', '-'), zone, of, weight, List.of(answers), false);
  }

  private static final DnsListConfig BL = list("bl.example", Subject.CLIENT, 8);

  private List<Evidence> asked(Resolver resolver, String client, DnsListConfig... lists)
      throws Exception {
    DnsListsConfig config =
        new DnsListsConfig(List.of(lists), 8, Duration.ofSeconds(20), Duration.ofHours(1));
    return DnsLists.evidence(
        new DnsLists(doors.world, resolver, config)
            .ask(
                new DnsLists.Party(
                    address(client),
                    "bad.example",
                    Optional.of(new Domain("good.example")),
                    Optional.empty())));
  }

  private static List<String> shown(List<Evidence> evidence) {
    return evidence.stream().map(one -> one.name() + " " + one.score()).toList();
  }

  @ParameterizedTest(name = "{0} with answers {1}")
  @CsvSource(
      nullValues = "-",
      textBlock =
          """
          # client, answers that count, listed
          203.0.113.9, -, true
          203.0.113.9, 127.0.0.4, true
          203.0.113.9, 127.0.0.2, false
          203.0.113.9, 127.0.0.3-127.0.0.9, true
          203.0.113.9, 127.0.0.8/29, false
          203.0.113.9, 127.0.0.0/29, true
          2001:db8::1, -, true
          2001:db8::2, -, false
          # a refusal is no listing, nor is the address of who has taken the domain over
          203.0.113.8, -, false
          203.0.113.7, -, false
          203.0.113.7, 198.51.100.80, false
          """)
  void answersByAddress(String client, String answers, boolean listed) throws Exception {
    DnsListConfig list = answers == null ? BL : list("bl.example", Subject.CLIENT, 8, answers);
    assertThat(asked(FixedResolver.of(ZONE), client, list)).hasSize(listed ? 1 : 0);
  }

  @Test
  void saysWhyInTheListsOwnWords() throws Exception {
    List<Evidence> found = asked(FixedResolver.of(ZONE), "203.0.113.9", BL);
    assertThat(found.getFirst().why().toString())
        .isEqualTo(
            """
            the sending server's address is listed by bl.example: seen in a trap; see https://bl.example/203.0.113.9
              bl.example lists 9.113.0.203  [9.113.0.203.bl.example. 300 IN A 127.0.0.4]
            """);
  }

  @Test
  void listsAddUpAndListsOfTheGoodSpeakForIt() throws Exception {
    assertThat(
            shown(
                asked(
                    FixedResolver.of(ZONE),
                    "203.0.113.9",
                    BL,
                    list("wl.example", Subject.CLIENT, -5),
                    list("dbl.example", Subject.HELO, 3),
                    list("dbl.example", Subject.SENDER, 4),
                    list("dbl.example", Subject.REVERSE, 4))))
        .containsExactly(
            "dns-list-bl-example 8.0", "dns-list-wl-example -5.0", "dns-list-dbl-example 3.0");
  }

  @Test
  void aDeadListThatListsAllIsSwitchedOffAndShown() throws Exception {
    DnsListsConfig config =
        new DnsListsConfig(
            List.of(
                list("dead.example", Subject.CLIENT, 8), list("none.example", Subject.CLIENT, 8)),
            8,
            Duration.ofSeconds(20),
            Duration.ofHours(1));
    DnsLists lists = new DnsLists(doors.world, FixedResolver.of(ZONE), config);
    DnsLists.Party party =
        new DnsLists.Party(address("192.0.2.1"), "", Optional.empty(), Optional.empty());
    assertThat(lists.ask(party)).isEmpty();
    assertThat(
            lists.view().stream().map(one -> one.zone() + " " + one.state() + ": " + one.reason()))
        .containsExactly(
            "dead.example off: it lists 127.0.0.1, as lists do that have died",
            "none.example off: it does not list 127.0.0.2, as each list should");
  }

  @Test
  void aListWhoseDnsFailsHasNoOpinion() throws Exception {
    Resolver resolver = FixedResolver.of(ZONE).failing("9.113.0.203.bl.example", "SERVFAIL");
    assertThat(asked(resolver, "203.0.113.9", BL)).isEmpty();
  }

  @Test
  void aListThatNeverAnswersIsWaitedForNoLongerThanAllowed() throws Exception {
    Resolver known = FixedResolver.of(ZONE);
    Resolver stuck =
        new Resolver() {
          @Override
          public Answer resolve(String name, RecordType type) throws InterruptedException {
            if (name.endsWith("wl.example")) {
              long seen = 0;
              doors.world.bell().await(seen, Duration.ofHours(1));
            }
            return known.resolve(name, type);
          }
        };
    DnsListsConfig config =
        new DnsListsConfig(
            List.of(BL, list("wl.example", Subject.CLIENT, -5)),
            8,
            Duration.ofSeconds(3),
            Duration.ofHours(1));
    DnsLists lists = new DnsLists(doors.world, stuck, config);
    assertThat(
            DnsLists.evidence(
                    lists.ask(
                        new DnsLists.Party(
                            address("203.0.113.9"), "", Optional.empty(), Optional.empty())))
                .size())
        .isEqualTo(1);
  }

  @Test
  void whoIsListedHeavilyIsRefusedAtRcptButPostmasterHearsItR36() throws Exception {
    doors.resolver = FixedResolver.of(ZONE);
    doors.lists = new DnsListsConfig(List.of(BL), 8, Duration.ofSeconds(20), Duration.ofHours(1));
    Door door = doors.open();
    assertThat(said(door.connected(client("203.0.113.9")))).isEqualTo("accepted");
    assertThat(
            said(Doors.rcpt(door, client("203.0.113.9"), "a@away.example", "anna@local.example")))
        .isEqualTo(
            "550 5.7.1 Not taken: the sending server's address is listed by bl.example: seen in a"
                + " trap; see https://bl.example/203.0.113.9");
    assertThat(
            said(
                Doors.rcpt(
                    door, client("203.0.113.9"), "a@away.example", "postmaster@local.example")))
        .isEqualTo("accepted");
  }

  @Test
  void configurationsMakeSense() {
    assertThatThrownBy(() -> list("bl.example", Subject.CLIENT, 8, "fish"))
        .hasMessage("answers: \"fish\" is no IPv4 address, range or network");
    assertThatThrownBy(() -> list("bl.example", Subject.CLIENT, 0))
        .hasMessage("weight must be a score other than 0");
    assertThatThrownBy(() -> list("[192.0.2.1]", Subject.CLIENT, 1)).hasMessageContaining("name");
  }
}
