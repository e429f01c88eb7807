package mailroad.bench;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Messages of DNS, by the library that the resolver reads and writes them with. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class DnsBench {
  private final Message answer;
  private final byte[] octets;

  /** The answer to a question for mail exchangers, with their addresses. */
  public DnsBench() {
    try {
      Name domain = Name.fromString("example.org.");
      answer = new Message(4711);
      answer.getHeader().setFlag(Flags.QR);
      answer.addRecord(Record.newRecord(domain, Type.MX, DClass.IN), Section.QUESTION);
      for (int i = 1; i <= 4; i++) {
        Name host = Name.fromString("mx" + i + ".mail.example.org.");
        answer.addRecord(record(domain, Type.MX, i * 10 + " " + host), Section.ANSWER);
        answer.addRecord(record(host, Type.A, "192.0.2." + i), Section.ADDITIONAL);
        answer.addRecord(record(host, Type.AAAA, "2001:db8::" + i), Section.ADDITIONAL);
      }
      answer.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
      octets = answer.toWire();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Record record(Name owner, int type, String text) throws IOException {
    return Record.fromString(owner, type, DClass.IN, 300, text, Name.root);
  }

  /** Reading it. */
  @Benchmark
  public Message messageRead() throws IOException {
    return new Message(octets);
  }

  /** Writing it, names compressed. */
  @Benchmark
  public byte[] messageWritten() {
    return answer.toWire();
  }
}
