// Messages: an object and some files as one run of bytes. messages.py does the same on the other side.

function packed(told, files) {
  var head = new TextEncoder().encode(JSON.stringify(Object.assign({}, told, {
    sizes: files.map(function (file) { return file.byteLength; })
  })));
  var all = new Uint8Array(4 + head.length + files.reduce(function (sum, file) { return sum + file.byteLength; }, 0));
  new DataView(all.buffer).setUint32(0, head.length);
  all.set(head, 4);
  var at = 4 + head.length;
  files.forEach(function (file) { all.set(file, at); at += file.byteLength; });
  return all;
}
function unpacked(bytes) {
  var at = 4 + new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  var told = JSON.parse(new TextDecoder().decode(bytes.subarray(4, at)));
  var files = told.sizes.map(function (size) { return bytes.slice(at, at += size); });
  return [told, files];
}
