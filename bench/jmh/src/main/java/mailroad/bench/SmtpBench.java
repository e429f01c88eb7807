package mailroad.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mailroad.kernel.EmailAddress;
import mailroad.kernel.Reply;
import mailroad.smtp.Command;
import mailroad.smtp.ReplyForm;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Lines of SMTP, there and back, and the addresses in them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SmtpBench {
  private final List<byte[]> transaction =
      List.of(
          "EHLO mail.example.org".getBytes(US_ASCII),
          "MAIL FROM:<anna.smith+news@example.org> SIZE=4096 BODY=8BITMIME".getBytes(US_ASCII),
          "RCPT TO:<bert@sub.example.net> NOTIFY=FAILURE ORCPT=rfc822;bert@example.net"
              .getBytes(US_ASCII),
          "DATA".getBytes(US_ASCII),
          "QUIT".getBytes(US_ASCII));
  private final byte[] mail = transaction.get(1);
  private final byte[] ok = "250 2.0.0 OK queued as 01JC7K2M9XZ4T".getBytes(US_ASCII);
  private final Reply reply = new Reply(250, "2.0.0", "OK queued as 01JC7K2M9XZ4T");
  private String plain = "anna.smith+news@mail.example.org";
  private String quoted = "\"anna smith\"@[IPv6:2001:db8::1]";
  private String international = "анна@bücher.example";

  /** The five commands of one message. */
  @Benchmark
  public void commandsOfOneMessage(Blackhole sink) {
    for (byte[] line : transaction) {
      sink.consume(Command.parse(line));
    }
  }

  /** The longest of them. */
  @Benchmark
  public Command commandMail() {
    return Command.parse(mail);
  }

  /** A reply as our client reads it. */
  @Benchmark
  public Optional<Reply> replyRead() {
    return ReplyForm.readLine(ok).map(line -> ReplyForm.read(List.of(line)));
  }

  /** A reply as our server writes it. */
  @Benchmark
  public String replyWritten() {
    return ReplyForm.write(reply);
  }

  /** An address as nearly all are. */
  @Benchmark
  public Optional<EmailAddress> addressPlain() {
    return EmailAddress.parse(plain);
  }

  /** An address with quotes and a literal. */
  @Benchmark
  public Optional<EmailAddress> addressQuoted() {
    return EmailAddress.parse(quoted);
  }

  /** An address with U-labels. */
  @Benchmark
  public Optional<EmailAddress> addressInternational() {
    return EmailAddress.parse(international);
  }
}
