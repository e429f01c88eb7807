package mailroad.mta;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import mailroad.dns.FixedResolver;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Event;
import mailroad.kernel.QueueId;
import mailroad.kernel.ReversePath;
import mailroad.mta.local.LocalReplies;
import mailroad.mta.routing.Explanation;
import mailroad.mta.routing.Mail;
import mailroad.mta.routing.RouteLine;
import mailroad.mta.routing.RoutingConfigBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Of an alias explain says to whom it passes the message on, and of each of them what becomes of it there. */
class ExplainAliasTest {
  private static final String SENDER = "x@away.example";

  /** What becomes of a message at one of the ends, the same whatever led there. */
  private static final String TO_BERT =
      """
        to bert@b.example: by mx.b.example [192.0.2.1]:25
          mail for b.example goes to b.example
            b.example is neither local nor a relay domain
            3 routes are for other recipients
            no route names it, so its mail exchangers are asked for
          TLS at mx.b.example [192.0.2.1]:25
            TLS as it is offered: no policy of the other side demands it
              the route's tls is opportunistic
              DNSSEC does not secure the MX records of b.example
              no MTA-STS policy: there is no TXT record at _mta-sts.b.example
          TLS at backup.b.example [192.0.2.2]:25
            TLS as it is offered: no policy of the other side demands it
              the route's tls is opportunistic
              DNSSEC does not secure the MX records of b.example
              no MTA-STS policy: there is no TXT record at _mta-sts.b.example
          mail for b.example is tried at mx.b.example [192.0.2.1]:25, then backup.b.example [192.0.2.2]:25
            b.example MX: as the fixed zones say
              b.example. 300 IN MX 20 backup.b.example.
              b.example. 300 IN MX 10 mx.b.example.
            mx.b.example (preference 10) can be tried  [b.example. 300 IN MX 10 mx.b.example.]
              192.0.2.1  [mx.b.example. 300 IN A 192.0.2.1]
            backup.b.example (preference 20) can be tried  [b.example. 300 IN MX 20 backup.b.example.]
              192.0.2.2  [backup.b.example. 300 IN A 192.0.2.2]
      """;

  private final Bench bench = new Bench();

  @BeforeEach
  void begin() {
    bench.mailboxes.forward("sales@local.example", "bert@b.example");
    bench
        .dns(
            FixedResolver.of(
                """
                b.example. 300 IN MX 20 backup.b.example.
                b.example. 300 IN MX 10 mx.b.example.
                mx.b.example. 300 IN A 192.0.2.1
                backup.b.example. 300 IN A 192.0.2.2
                """))
        .routing(
            new RoutingConfigBuilder()
                .routes(
                    new RouteLine("rude.example", "reject 550 5.7.1 not there"),
                    new RouteLine("void.example", "discard"),
                    new RouteLine("slow.example", "hold"))
                .build());
  }

  @AfterEach
  void end() {
    bench.close();
  }

  private Explanation explain(String to) throws Exception {
    return bench
        .mta()
        .explain(Mail.from(ReversePath.parse(SENDER).orElseThrow()), EmailAddress.of(to));
  }

  private String tree(String to) throws Exception {
    return explain(to).why().toString();
  }

  @Test
  void goesOnToOneElsewhere() throws Exception {
    assertThat(tree("sales@local.example"))
        .isEqualTo(
            """
            passed on to bert@b.example: by mx.b.example [192.0.2.1]:25
              local.example is local
                local.example is a local domain
                3 routes are for other recipients
              sales@local.example is passed on to bert@b.example
                sales@local.example is an alias  [alias sales@local.example]
              its sender stays <x@away.example>
            """
                + TO_BERT);
  }

  @Test
  void goesOnToOneHereAndOneElsewhere() throws Exception {
    bench.mailboxes.forward("team@local.example", "anna@local.example", "bert@b.example");
    assertThat(tree("team@local.example"))
        .isEqualTo(
            """
            passed on to 2 addresses
              local.example is local
                local.example is a local domain
                3 routes are for other recipients
              team@local.example is passed on to anna@local.example, bert@b.example
                team@local.example is an alias  [alias team@local.example]
              its sender stays <x@away.example>
              to anna@local.example: to a mailbox here
                local.example is local
                  local.example is a local domain
                  3 routes are for other recipients
                into anna@local.example
                  account
                it is delivered here
            """
                + TO_BERT);
  }

  @Test
  void goesOnThroughAnotherAliasAndNotInACircle() throws Exception {
    bench.mailboxes.forward(
        "all@local.example", "sales@local.example", "bert@b.example", "all@local.example");
    assertThat(tree("all@local.example"))
        .isEqualTo(
            """
            passed on to bert@b.example: by mx.b.example [192.0.2.1]:25
              local.example is local
                local.example is a local domain
                3 routes are for other recipients
              all@local.example is passed on to sales@local.example, bert@b.example, all@local.example
                all@local.example is an alias  [alias all@local.example]
                sales@local.example is passed on to bert@b.example
                  sales@local.example is an alias  [alias sales@local.example]
                bert@b.example is passed over: the message goes there already
                all@local.example is passed over: it was met before
              its sender stays <x@away.example>
            """
                + TO_BERT);
  }

  @Test
  void isRefusedForAllWhereARouteRefusesOne() throws Exception {
    bench.mailboxes.forward("both@local.example", "bert@b.example", "carl@rude.example");
    assertThat(tree("both@local.example"))
        .isEqualTo(
            """
            refused: 550 5.7.1 not there
              local.example is local
                local.example is a local domain
                3 routes are for other recipients
              both@local.example is passed on to bert@b.example, carl@rude.example
                both@local.example is an alias  [alias both@local.example]
              to carl@rude.example: refused: 550 5.7.1 not there
                mail for rude.example goes to reject 550 5.7.1 not there
                  rude.example is neither local nor a relay domain
                  a route names it  [mta.routing.routes: to = "rude.example", next-hop = "reject 550 5.7.1 not there"]
                a route refuses it: 550 5.7.1 not there
            """);
  }

  @Test
  void tellsOfThoseWhoAreGoneOrHaveNoRoomWhileOthersGetIt() throws Exception {
    bench.mailboxes.account("full@local.example").full("full@local.example", true);
    bench.mailboxes.forward(
        "old@local.example", "gone@local.example", "full@local.example", "eve@void.example");
    assertThat(tree("old@local.example"))
        .isEqualTo(
            """
            passed on to 3 addresses
              local.example is local
                local.example is a local domain
                3 routes are for other recipients
              old@local.example is passed on to gone@local.example, full@local.example, eve@void.example
                old@local.example is an alias  [alias old@local.example]
              its sender stays <x@away.example>
              to gone@local.example: never: 550 5.1.1 No such mailbox here
                local.example is local
                  local.example is a local domain
                  3 routes are for other recipients
                nobody
              to full@local.example: not now: 452 4.2.2 The mailbox is full
                local.example is local
                  local.example is a local domain
                  3 routes are for other recipients
                full
              to eve@void.example: taken and dropped
                mail for void.example goes to discard
                  void.example is neither local nor a relay domain
                  a route is for other recipients
                  a route names it  [mta.routing.routes: to = "void.example", next-hop = "discard"]
                a route drops it
            """);
  }

  @Test
  void isHeldForAllWhereARouteHoldsItForOne() throws Exception {
    bench.mailboxes.forward(
        "wait@local.example", "bert@b.example", "dora@slow.example", "anna@local.example");
    assertThat(tree("wait@local.example"))
        .isEqualTo(
            """
            passed on to 3 addresses
              local.example is local
                local.example is a local domain
                3 routes are for other recipients
              wait@local.example is passed on to bert@b.example, dora@slow.example, anna@local.example
                wait@local.example is an alias  [alias wait@local.example]
              its sender stays <x@away.example>
              to bert@b.example: held until an administrator lets it go on
                mail for b.example goes to b.example
                  b.example is neither local nor a relay domain
                  3 routes are for other recipients
                  no route names it, so its mail exchangers are asked for
                the message is held for another of its recipients
                  mail for slow.example goes to hold
                    slow.example is neither local nor a relay domain
                    2 routes are for other recipients
                    a route names it  [mta.routing.routes: to = "slow.example", next-hop = "hold"]
              to dora@slow.example: held until an administrator lets it go on
                mail for slow.example goes to hold
                  slow.example is neither local nor a relay domain
                  2 routes are for other recipients
                  a route names it  [mta.routing.routes: to = "slow.example", next-hop = "hold"]
                a route holds it
              to anna@local.example: to a mailbox here
                local.example is local
                  local.example is a local domain
                  3 routes are for other recipients
                into anna@local.example
                  account
                it is delivered here
            """);
  }

  @Test
  void isRefusedWhereItLeadsNowhere() throws Exception {
    bench.mailboxes.forward("ring@local.example", "gnir@local.example");
    bench.mailboxes.forward("gnir@local.example", "ring@local.example");
    assertThat(tree("ring@local.example"))
        .isEqualTo(
            """
            refused: 554 5.4.6 The address is forwarded in a circle
              local.example is local
                local.example is a local domain
                3 routes are for other recipients
              ring@local.example is passed on to gnir@local.example
                ring@local.example is an alias  [alias ring@local.example]
                gnir@local.example is passed on to ring@local.example
                  gnir@local.example is an alias  [alias gnir@local.example]
                  ring@local.example is passed over: it was met before
            """);
  }

  /** The way of all is the way of each, asked for itself. */
  @Test
  void saysOfEachWhatItSaysWhereItIsAskedForItself() throws Exception {
    Explanation bert = explain("bert@b.example");
    Explanation.End end = explain("sales@local.example").ends().getFirst();
    assertThat(end.to()).isEqualTo(EmailAddress.of("bert@b.example"));
    assertThat(end.explanation().verdict()).isEqualTo(bert.verdict());
    assertThat(end.explanation().route()).isEqualTo(bert.route());
    assertThat(bert.why().because()).containsAll(end.explanation().why().because());
  }

  @Test
  void tellsTheSenderOfThoseWhoWereTooManyAndExplainSaysSo() throws Exception {
    String[] many =
        IntStream.rangeClosed(0, 5000).mapToObj(i -> i + "@b.example").toArray(String[]::new);
    bench.mailboxes.forward("crowd@local.example", many);
    bench.mailboxes.forward("most@local.example", "anna@local.example", "crowd@local.example");
    assertThat(tree("most@local.example"))
        .contains("crowd@local.example is not followed: it makes more than 5000 addresses")
        .contains("of those not followed it hears " + LocalReplies.CIRCLE);
    bench.start();
    QueueId id = bench.send(SENDER, "most@local.example");
    assertThat(bench.await(id, Event.Failed.class).reply()).isEqualTo(LocalReplies.CIRCLE);
    assertThat(bench.inbox("anna@local.example")).hasSize(1);
  }
}
