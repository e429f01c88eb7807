package mailroad.guard.door;

import com.google.protobuf.InvalidProtocolBufferException;
import java.time.Instant;
import java.util.Optional;
import mailroad.kernel.AddressRange;
import mailroad.records.BanRecord;
import mailroad.records.GreyRecord;
import mailroad.records.PoolRecord;
import mailroad.records.StandingRecord;

/** What the door knows, as it lies in the store. */
final class Records {
  private Records() {}

  static byte[] write(Ban ban) {
    return BanRecord.newBuilder()
        .setNetwork(ban.network().toString())
        .setReason(ban.reason())
        .setSinceMillis(ban.since().toEpochMilli())
        .setUntilMillis(ban.until().map(Instant::toEpochMilli).orElse(0L))
        .setTimes(ban.times())
        .addAllEvidence(ban.evidence())
        .setByHand(ban.byHand())
        .build()
        .toByteArray();
  }

  static Ban ban(byte[] octets) throws InvalidProtocolBufferException {
    BanRecord record = BanRecord.parseFrom(octets);
    AddressRange network =
        AddressRange.parse(record.getNetwork())
            .orElseThrow(() -> new InvalidProtocolBufferException("no network"));
    return new Ban(
        network,
        record.getReason(),
        Instant.ofEpochMilli(record.getSinceMillis()),
        moment(record.getUntilMillis()),
        record.getTimes(),
        record.getEvidenceList(),
        record.getByHand());
  }

  private static Optional<Instant> moment(long millis) {
    return millis == 0 ? Optional.empty() : Optional.of(Instant.ofEpochMilli(millis));
  }

  static byte[] write(Standing standing) {
    return StandingRecord.newBuilder()
        .setFirstMillis(standing.first().toEpochMilli())
        .setLookedMillis(standing.looked().map(Instant::toEpochMilli).orElse(0L))
        .setWantedMillis(standing.lastWanted().map(Instant::toEpochMilli).orElse(0L))
        .setWanted(standing.wanted())
        .setUnwanted(standing.unwanted())
        .build()
        .toByteArray();
  }

  static Standing standing(byte[] octets) throws InvalidProtocolBufferException {
    StandingRecord record = StandingRecord.parseFrom(octets);
    return new Standing(
        Instant.ofEpochMilli(record.getFirstMillis()),
        moment(record.getLookedMillis()),
        moment(record.getWantedMillis()),
        record.getWanted(),
        record.getUnwanted());
  }

  static byte[] write(Grey grey) {
    return GreyRecord.newBuilder()
        .setFirstMillis(grey.first().toEpochMilli())
        .setLastMillis(grey.last().toEpochMilli())
        .setPasses(grey.passes())
        .build()
        .toByteArray();
  }

  static Grey grey(byte[] octets) throws InvalidProtocolBufferException {
    GreyRecord record = GreyRecord.parseFrom(octets);
    return new Grey(
        Instant.ofEpochMilli(record.getFirstMillis()),
        Instant.ofEpochMilli(record.getLastMillis()),
        record.getPasses());
  }

  static byte[] write(Pool pool) {
    return PoolRecord.newBuilder()
        .setPasses(pool.passes())
        .setLastMillis(pool.last().toEpochMilli())
        .build()
        .toByteArray();
  }

  static Pool pool(byte[] octets) throws InvalidProtocolBufferException {
    PoolRecord record = PoolRecord.parseFrom(octets);
    return new Pool(record.getPasses(), Instant.ofEpochMilli(record.getLastMillis()));
  }
}
