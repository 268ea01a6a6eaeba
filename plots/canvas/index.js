'use strict';
module.exports = require('@napi-rs/canvas');
