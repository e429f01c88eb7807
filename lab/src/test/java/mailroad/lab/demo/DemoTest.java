package mailroad.lab.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import mailroad.kernel.RealWorld;
import mailroad.lab.topology.Topology;
import org.junit.jupiter.api.Test;

/** The demo as its users see it, over real sockets on loopback. */
class DemoTest {
  private static String told(Topology.Kind kind) throws Exception {
    StringWriter out = new StringWriter();
    RealWorld world =
        new RealWorld((name, problem) -> out.append("FAILED " + name + ": " + problem));
    new Demo(world, new PrintWriter(out), kind).run(false);
    return out.toString();
  }

  @Test
  void aLetterCrossesTheWorld() throws Exception {
    assertThat(told(Topology.Kind.TWO_DOMAINS))
        .containsSubsequence(
            "userA       C: AUTH SCRAM-SHA-256 ***",
            "mail-a      accepted as ",
            "asked a.root",
            "referred to the servers of tst",
            "asked a.nic.tst",
            "referred to the servers of exampleb.tst",
            "exampleb.tst. 3600 IN MX 10 mail.exampleb.tst.",
            "by mail.exampleb.tst [",
            "mail-b      filed userB@exampleb.tst into INBOX",
            "C: a4 FETCH",
            "C: RETR 1",
            "Subject: Hello across the world",
            ". Even a line that begins with a dot arrives as it was.")
        .doesNotContain("FAILED", "secret-of");
  }

  @Test
  void aProviderHoldsMailWhileItsCustomerIsDown() throws Exception {
    assertThat(told(Topology.Kind.SERVICE_PROVIDER))
        .containsSubsequence(
            "mail-a      passed on userB@exampleb.tst to relay.ispa.tst",
            "relay-a     passed on userB@exampleb.tst to mx.ispb.tst",
            "mx-b        passed on userB@exampleb.tst to mail.exampleb.tst",
            "mail-b      goes down",
            "mx-b        tried mail.exampleb.tst",
            "mx-b        keeps userB@exampleb.tst after attempt 1",
            "mail-b      is up again",
            "mail-b      filed userB@exampleb.tst into INBOX of userB@exampleb.tst, uid 2",
            "Subject: Are you there?")
        .doesNotContain("FAILED", "secret-of");
  }
}
