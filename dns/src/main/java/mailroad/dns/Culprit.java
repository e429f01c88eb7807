package mailroad.dns;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import mailroad.kernel.World;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/** Turns an honest answer into what a misbehaving server sends. */
final class Culprit {
  private final World world;
  private final DnsServer.Peer peer;
  private final Incoming.Asked asked;
  private final List<byte[]> before = new ArrayList<>();
  private Message message;
  private boolean fits = true;

  Culprit(World world, DnsServer.Peer peer, Incoming.Asked asked, Message honest) {
    this.world = world;
    this.peer = peer;
    this.asked = asked;
    message = honest;
  }

  /** All that is sent, in order. */
  List<byte[]> commit(List<Mischief> all) throws InterruptedException {
    for (Mischief mischief : all) {
      switch (mischief) {
        case Mischief.Drop() -> {
          return List.of();
        }
        case Mischief.Garble(var rest) -> {
          return List.of(garbled(rest));
        }
        case Mischief.Delay(var by) -> world.sleep(by);
        default -> change(mischief);
      }
    }
    byte[] octets = message.toWire();
    boolean whole = peer.tcp() || octets.length <= asked.udpOctetsMax();
    List<byte[]> sent = new ArrayList<>(before);
    sent.add(fits && whole ? octets : truncated());
    return sent;
  }

  private void change(Mischief mischief) {
    switch (mischief) {
      case Mischief.Fail(var code) -> fail(Rcode.value(code));
      case Mischief.Succeed() -> succeed();
      case Mischief.Truncate() -> fits = false;
      case Mischief.ChokeOnEdns() -> {
        if (asked.hasEdns()) {
          fail(Rcode.FORMERR);
        }
      }
      case Mischief.LoseCase() -> question(asked.question().name().canonicalize());
      case Mischief.WrongId() -> message.getHeader().setID(otherId(1));
      case Mischief.WrongQuestion() -> question(Name.fromConstantString("else.where."));
      case Mischief.Guess(var times) -> {
        for (int i = 1; i <= times; i++) {
          before.add(underId(otherId(i)));
        }
      }
      case Mischief.NoAuthority() -> message.getHeader().unsetFlag(Flags.AA);
      case Mischief.Add(var where, var records) ->
          records.forEach(line -> message.addRecord(record(line), section(where)));
      case Mischief.Strip(var type) -> strip(Type.value(type));
      case Mischief.Leave(var out) -> message.removeAllRecords(section(out));
      case Mischief.Drop _, Mischief.Garble _, Mischief.Delay _ -> {}
    }
  }

  private void fail(int rcode) {
    Message failed = new Message(message.getHeader().getID());
    failed.getHeader().setFlag(Flags.QR);
    failed.getHeader().setRcode(rcode);
    failed.addRecord(asked.query().getQuestion(), Section.QUESTION);
    message = failed;
  }

  private void succeed() {
    message.getHeader().setRcode(Rcode.NOERROR);
    message.removeAllRecords(Section.ANSWER);
    message.removeAllRecords(Section.AUTHORITY);
  }

  private void question(Name name) {
    message.removeAllRecords(Section.QUESTION);
    message.addRecord(Record.newRecord(name, asked.question().type(), DClass.IN), Section.QUESTION);
  }

  private void strip(int type) {
    for (int section : List.of(Section.ANSWER, Section.AUTHORITY)) {
      List<Record> kept =
          message.getSection(section).stream().filter(it -> it.getType() != type).toList();
      message.removeAllRecords(section);
      kept.forEach(record -> message.addRecord(record, section));
    }
  }

  private int otherId(int by) {
    return (asked.query().getHeader().getID() + by) & 0xffff;
  }

  private byte[] underId(int id) {
    Message other = message.clone();
    other.getHeader().setID(id);
    return other.toWire();
  }

  private byte[] truncated() {
    message.removeAllRecords(Section.ANSWER);
    message.removeAllRecords(Section.AUTHORITY);
    message.removeAllRecords(Section.ADDITIONAL);
    message.getHeader().setFlag(Flags.TC);
    return message.toWire();
  }

  private byte[] garbled(byte[] rest) {
    byte[] octets = Arrays.copyOf(message.toWire(), 2 + rest.length);
    System.arraycopy(rest, 0, octets, 2, rest.length);
    return octets;
  }

  private static int section(Mischief.Where where) {
    return switch (where) {
      case ANSWER -> Section.ANSWER;
      case AUTHORITY -> Section.AUTHORITY;
      case ADDITIONAL -> Section.ADDITIONAL;
    };
  }

  /** Reads {@code owner ttl IN type data}. */
  private static Record record(String line) {
    String[] fields = line.split("\\s+", 5);
    if (fields.length < 5 || !fields[2].toUpperCase(Locale.ROOT).equals("IN")) {
      throw new IllegalArgumentException("not \"owner ttl IN type data\": " + line);
    }
    try {
      Name owner = Name.fromString(fields[0], Name.root);
      long ttl = Long.parseLong(fields[1]);
      return Record.fromString(owner, Type.value(fields[3]), DClass.IN, ttl, fields[4], Name.root);
    } catch (IOException | NumberFormatException e) {
      throw new IllegalArgumentException("not a record: " + line, e);
    }
  }
}
