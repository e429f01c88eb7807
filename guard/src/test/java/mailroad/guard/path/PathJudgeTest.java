package mailroad.guard.path;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import mailroad.guard.verdict.Evidence;
import mailroad.kernel.Domain;
import org.junit.jupiter.api.Test;

class PathJudgeTest {
  private static final Domain OURS = new Domain("mx.b.example");
  private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

  private static List<Evidence> judge(String... fields) {
    Chain chain =
        new Chain(
            Optional.of(InetAddress.ofLiteral("192.0.2.1")),
            "mail.a.example",
            NOW,
            Stream.of(fields).map(ReceivedField::parse).toList());
    return new PathJudge(
            PathConfig.DEFAULT, new Ours(Set.of(OURS), Set.of("KNOWN"), Set.of("OLD")), chain)
        .judge();
  }

  private static List<String> names(String... fields) {
    return judge(fields).stream().map(Evidence::name).skip(1).toList();
  }

  private static String hop(String from, String address, String by, String time) {
    return "from %s (%s [%s]) by %s (Postfix) with ESMTPS id X1; Sun, 22 Nov 2026 %s +0000"
        .formatted(from, from, address, by, time);
  }

  @Test
  void findsNothingAboutAnHonestWay() {
    assertThat(
            names(
                hop("pc.a.example", "192.0.2.77", "mail.a.example", "11:59:58"),
                hop("localhost", "127.0.0.1", "pc.a.example", "11:59:57")))
        .isEmpty();
  }

  @Test
  void missesAWay() {
    assertThat(names()).containsExactly("received-missing");
  }

  @Test
  void doesNotBelieveFieldsOfOurOwnThatItDoesNotKnow() {
    assertThat(
            names(
                "from x ([192.0.2.5]) by mx.b.example (Mailroad) with ESMTP id NEVER; Sun, 22 Nov 2026 11:00:00 +0000"))
        .containsExactly("received-forged-by-us");
    assertThat(
            names(
                "from x ([192.0.2.5]) by mx.b.example (Mailroad) with ESMTP id KNOWN; Sun, 22 Nov 2026 11:00:00 +0000"))
        .isEmpty();
    assertThat(names("from x ([192.0.2.5]) by mx.b.example (Mailroad) with ESMTP id OLD"))
        .isEmpty();
    assertThat(names(hop("mx.b.example", "192.0.2.66", "mail.a.example", "11:00:00")))
        .containsExactly("received-helo-ours");
  }

  @Test
  void seesTimesThatCannotBe() {
    assertThat(names(hop("p", "192.0.2.7", "a.example", "15:00:00")))
        .containsExactly("received-future");
    assertThat(
            names(
                hop("p", "192.0.2.7", "a.example", "07:00:00"),
                hop("q", "192.0.2.8", "c.example", "09:00:00")))
        .containsExactly("received-backwards");
    assertThat(
            names(
                hop("p", "192.0.2.7", "a.example", "11:00:00"),
                hop("q", "192.0.2.8", "c.example", "11:50:00"))) // an hour's zone, or a bad clock
        .isEmpty();
  }

  @Test
  void seesNamesAndAddressesThatContradict() {
    assertThat(names("from [192.0.2.9] (x.example [203.0.113.5]) by a.example"))
        .containsExactly("received-helo-contradicts");
    assertThat(names("from [192.168.1.5] (x.example [203.0.113.5]) by a.example")).isEmpty();
    assertThat(
            names(
                hop("in.a.example", "10.0.0.1", "out.a.example", "11:00:03"),
                hop("far.example", "203.0.113.5", "in.a.example", "11:00:02")))
        .containsExactly("received-private");
    assertThat(names("nonsense")).containsExactly("received-unreadable");
  }

  @Test
  void showsWhatIsKnownAndWhatIsClaimed() {
    assertThat(
            judge(hop("pc.a.example", "192.0.2.77", "mail.a.example", "11:59:58"))
                .getFirst()
                .why()
                .toString())
        .isEqualTo(
            """
            1 hop is claimed of its way before
              known here: 192.0.2.1 calling itself mail.a.example handed it over at 2026-11-22T12:00:00Z
              claimed: mail.a.example got it from 192.0.2.77 calling itself pc.a.example with ESMTPS as X1 at 2026-11-22T11:59:58Z
            """);
  }
}
