const CKTable TABLE = {
  .name = NAME,
  .width = WIDTH,
  .maximumRows = {0, MAXIMUM1, MAXIMUM2, MAXIMUM3},
  .panels = {
    [CKStorageFloat32] = {0, panels1Float32, panels2Float32, panels3Float32},
    [CKStorageBFloat16] = {0, panels1BFloat16, panels2BFloat16, panels3BFloat16},
    [CKStorageFloat16] = {0, panels1Float16, panels2Float16, panels3Float16},
  },
  .unary = {
    [CKUnaryCopy] = copyTile, [CKUnaryNeg] = negTile, [CKUnaryAbs] = absTile,
    [CKUnarySign] = signTile, [CKUnaryFloor] = floorTile, [CKUnaryCeil] = ceilTile,
    [CKUnaryRound] = roundTile, [CKUnarySquare] = squareTile, [CKUnarySqrt] = sqrtTile,
    [CKUnaryRsqrt] = rsqrtTile, [CKUnaryExp] = expTile, [CKUnaryExp2] = exp2Tile,
    [CKUnaryExpm1] = expm1Tile, [CKUnaryLog] = logTile, [CKUnaryLog1p] = log1pTile,
    [CKUnaryCbrt] = cbrtTile, [CKUnarySin] = sinTile, [CKUnaryCos] = cosTile,
    [CKUnaryTan] = tanTile, [CKUnaryAsin] = asinTile, [CKUnaryAcos] = acosTile,
    [CKUnaryAtan] = atanTile, [CKUnarySinh] = sinhTile, [CKUnaryCosh] = coshTile,
    [CKUnaryTanh] = tanhTile, [CKUnaryAsinh] = asinhTile, [CKUnaryAcosh] = acoshTile,
    [CKUnaryAtanh] = atanhTile, [CKUnaryLogistic] = logisticTile, [CKUnaryErf] = erfTile,
    [CKUnaryErfc] = erfcTile, [CKUnaryErfInv] = erfInvTile, [CKUnaryIsFinite] = isFiniteTile,
    [CKUnaryRoundToBFloat16] = roundToBFloat16Tile, [CKUnaryRoundToFloat16] = roundToFloat16Tile,
  },
  .binary = {
    [CKBinaryAdd] = addTile, [CKBinarySub] = subTile, [CKBinaryMul] = mulTile,
    [CKBinaryDiv] = divTile, [CKBinaryRem] = remTile, [CKBinaryPow] = powTile,
    [CKBinaryMax] = maxTile, [CKBinaryMin] = minTile, [CKBinaryAtan2] = atan2Tile,
    [CKBinaryNextAfter] = nextAfterTile,
  },
  .compare = {
    [CKCompareEq] = eqTile, [CKCompareNe] = neTile, [CKCompareLt] = ltTile,
    [CKCompareLe] = leTile, [CKCompareGt] = gtTile, [CKCompareGe] = geTile,
  },
  .ternary = {
    [CKTernaryMultiplyAdd] = multiplyAddTile, [CKTernaryMultiplySubtract] = multiplySubtractTile,
    [CKTernarySubtractProduct] = subtractProductTile,
  },
  .select = selectTile,
  .integer = {
    [CKIntegerAdd] = addIntegerTile, [CKIntegerSub] = subIntegerTile,
    [CKIntegerMul] = mulIntegerTile, [CKIntegerMax] = maxIntegerTile,
    [CKIntegerMin] = minIntegerTile, [CKIntegerAnd] = andIntegerTile,
    [CKIntegerOr] = orIntegerTile, [CKIntegerXor] = xorIntegerTile,
  },
  .compareIntegers = {
    [CKCompareEq] = eqIntegerTile, [CKCompareNe] = neIntegerTile, [CKCompareLt] = ltIntegerTile,
    [CKCompareLe] = leIntegerTile, [CKCompareGt] = gtIntegerTile, [CKCompareGe] = geIntegerTile,
  },
  .logical = {
    [CKLogicalAnd] = andTile, [CKLogicalOr] = orTile, [CKLogicalXor] = xorTile,
  },
  .fromFloat = {
    [CKFormatBFloat16] = toBFloat16Tile, [CKFormatFloat16] = toFloat16Tile,
    [CKFormatInt32] = toInt32Tile, [CKFormatUInt8] = toUInt8Tile, [CKFormatBool] = toBoolTile,
  },
  .toFloat = {
    [CKFormatBFloat16] = fromBFloat16Tile, [CKFormatFloat16] = fromFloat16Tile,
    [CKFormatInt32] = fromInt32Tile, [CKFormatUInt8] = fromUInt8Tile,
    [CKFormatBool] = fromBoolTile,
  },
  .reduce = {
    [CKReduceSum] = reduceSumTile, [CKReduceSumOfSquares] = reduceSumOfSquaresTile,
    [CKReduceMax] = reduceMaxTile, [CKReduceMin] = reduceMinTile, [CKReduceProd] = reduceProdTile,
  },
  .recurrence = {
    [CKRecurrenceProduct] = productRecurrence, [CKRecurrenceReset] = resetRecurrence,
    [CKRecurrenceIncrement] = incrementRecurrence,
  },
  .coupledRecurrence = coupledRecurrence,
  .threefry = threefry,
  .transpose = transpose,
  .multiplyAdds = multiplyAdds,
};
